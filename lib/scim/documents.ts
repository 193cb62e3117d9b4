/** What a directory reads first: what is spoken here. */
import { schemaIds } from "./contract";
import { baseUrl } from "./rows";
import { MOST_RESULTS } from "./rules";

const meta = (resourceType: string, path: string) => ({ resourceType, location: `${baseUrl()}/${path}` });

export const serviceProviderConfig = () => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    { type: "oauthbearertoken", name: "Bearer token", description: "The token of a connection", primary: true },
  ],
  meta: meta("ServiceProviderConfig", "ServiceProviderConfig"),
});

export const resourceTypes = () => [
  {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: "User",
    name: "User",
    endpoint: "/Users",
    description: "A person",
    schema: schemaIds.user,
    meta: meta("ResourceType", "ResourceTypes/User"),
  },
  {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    id: "Group",
    name: "Group",
    endpoint: "/Groups",
    description: "People who have the same roles",
    schema: schemaIds.group,
    meta: meta("ResourceType", "ResourceTypes/Group"),
  },
];

const attribute = (name: string, more: object = {}) => ({
  name,
  type: "string",
  multiValued: false,
  description: "",
  required: false,
  caseExact: false,
  mutability: "readWrite",
  returned: "default",
  uniqueness: "none",
  ...more,
});

export const schemas = () => [
  {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id: schemaIds.user,
    name: "User",
    description: "A person",
    attributes: [
      attribute("userName", { required: true, uniqueness: "server" }),
      attribute("externalId", { caseExact: true }),
      attribute("displayName"),
      attribute("name", {
        type: "complex",
        subAttributes: [attribute("formatted"), attribute("givenName"), attribute("familyName")],
      }),
      attribute("emails", {
        type: "complex",
        multiValued: true,
        subAttributes: [attribute("value"), attribute("type"), attribute("primary", { type: "boolean" })],
      }),
      attribute("active", { type: "boolean" }),
      attribute("roles", {
        type: "complex",
        multiValued: true,
        mutability: "readOnly",
        subAttributes: [attribute("value", { mutability: "readOnly" })],
      }),
      attribute("groups", {
        type: "complex",
        multiValued: true,
        mutability: "readOnly",
        subAttributes: [
          attribute("value", { mutability: "readOnly" }),
          attribute("display", { mutability: "readOnly" }),
        ],
      }),
    ],
    meta: meta("Schema", `Schemas/${schemaIds.user}`),
  },
  {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    id: schemaIds.group,
    name: "Group",
    description: "People who have the same roles",
    attributes: [
      attribute("displayName", { required: true, uniqueness: "server" }),
      attribute("externalId", { caseExact: true }),
      attribute("members", {
        type: "complex",
        multiValued: true,
        subAttributes: [
          attribute("value", { mutability: "immutable" }),
          attribute("display", { mutability: "readOnly" }),
        ],
      }),
    ],
    meta: meta("Schema", `Schemas/${schemaIds.group}`),
  },
];

export const listOf = (resources: readonly object[]) => ({
  schemas: [schemaIds.list],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
});
