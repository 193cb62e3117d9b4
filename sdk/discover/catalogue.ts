/** What agents are built with, and by which names it stands in manifests and code. A name that ends with / or . stands for all below. */

export type Known = {
  id: string;
  name: string;
  /** A framework lets a model act; a model's own library may do so, or only ask it something. */
  kind: "framework" | "model";
  npm?: readonly string[];
  pypi?: readonly string[];
  /** Modules that Python code imports. */
  python?: readonly string[];
  nuget?: readonly string[];
  maven?: readonly string[];
  go?: readonly string[];
};

export const catalogue: readonly Known[] = [
  {
    id: "langgraph",
    name: "LangGraph",
    kind: "framework",
    npm: ["@langchain/langgraph", "@langchain/langgraph-sdk"],
    pypi: ["langgraph", "langgraph-sdk", "deepagents"],
    python: ["langgraph", "deepagents"],
    maven: ["org.bsc.langgraph4j"],
  },
  {
    id: "langchain",
    name: "LangChain",
    kind: "framework",
    npm: ["langchain", "@langchain/"],
    pypi: ["langchain", "langchain-core", "langchain-community", "langchain-openai", "langchain-anthropic"],
    python: ["langchain", "langchain_core", "langchain_community", "langchain_openai", "langchain_anthropic"],
    maven: ["dev.langchain4j"],
    go: ["github.com/tmc/langchaingo"],
  },
  {
    id: "llamaindex",
    name: "LlamaIndex",
    kind: "framework",
    npm: ["llamaindex", "@llamaindex/"],
    pypi: ["llama-index", "llama-index-core", "llama-index-workflows"],
    python: ["llama_index"],
  },
  {
    id: "openai-agents",
    name: "OpenAI Agents SDK",
    kind: "framework",
    npm: ["@openai/agents", "@openai/agents-core", "@openai/agents-realtime"],
    // It is imported as "agents", as much else is: it is told by the manifest alone.
    pypi: ["openai-agents"],
  },
  {
    id: "claude-agent-sdk",
    name: "Claude Agent SDK",
    kind: "framework",
    npm: ["@anthropic-ai/claude-agent-sdk", "@anthropic-ai/claude-code"],
    pypi: ["claude-agent-sdk", "claude-code-sdk"],
    python: ["claude_agent_sdk", "claude_code_sdk"],
  },
  { id: "ai-sdk", name: "Vercel AI SDK", kind: "framework", npm: ["ai", "@ai-sdk/"] },
  { id: "mastra", name: "Mastra", kind: "framework", npm: ["mastra", "@mastra/"] },
  {
    id: "crewai",
    name: "CrewAI",
    kind: "framework",
    pypi: ["crewai", "crewai-tools"],
    python: ["crewai", "crewai_tools"],
  },
  {
    id: "autogen",
    name: "AutoGen",
    kind: "framework",
    pypi: ["autogen-agentchat", "autogen-core", "autogen-ext", "pyautogen", "ag2", "autogen"],
    python: ["autogen", "autogen_agentchat", "autogen_core"],
    nuget: ["AutoGen", "AutoGen.", "Microsoft.AutoGen."],
  },
  {
    id: "agent-framework",
    name: "Microsoft Agent Framework",
    kind: "framework",
    pypi: ["agent-framework", "agent-framework-core"],
    python: ["agent_framework"],
    nuget: ["Microsoft.Agents.AI", "Microsoft.Agents.AI."],
  },
  {
    id: "semantic-kernel",
    name: "Semantic Kernel",
    kind: "framework",
    pypi: ["semantic-kernel"],
    python: ["semantic_kernel"],
    nuget: ["Microsoft.SemanticKernel", "Microsoft.SemanticKernel."],
    maven: ["com.microsoft.semantic-kernel"],
  },
  {
    id: "google-adk",
    name: "Google Agent Development Kit",
    kind: "framework",
    npm: ["@google/adk"],
    pypi: ["google-adk"],
    python: ["google.adk"],
    maven: ["com.google.adk"],
    go: ["google.golang.org/adk"],
  },
  {
    id: "genkit",
    name: "Genkit",
    kind: "framework",
    npm: ["genkit", "@genkit-ai/"],
    pypi: ["genkit"],
    python: ["genkit"],
    go: ["github.com/firebase/genkit"],
  },
  {
    id: "strands",
    name: "Strands Agents",
    kind: "framework",
    npm: ["@strands-agents/sdk"],
    pypi: ["strands-agents", "strands-agents-tools"],
    python: ["strands", "strands_tools"],
  },
  {
    id: "bedrock-agents",
    name: "Amazon Bedrock agents",
    kind: "framework",
    npm: ["@aws-sdk/client-bedrock-agent-runtime", "@aws-sdk/client-bedrock-agentcore", "bedrock-agentcore"],
    pypi: ["bedrock-agentcore", "bedrock-agentcore-starter-toolkit"],
    python: ["bedrock_agentcore"],
    maven: ["software.amazon.awssdk:bedrockagentruntime"],
  },
  {
    id: "pydantic-ai",
    name: "Pydantic AI",
    kind: "framework",
    pypi: ["pydantic-ai", "pydantic-ai-slim"],
    python: ["pydantic_ai"],
  },
  { id: "smolagents", name: "smolagents", kind: "framework", pypi: ["smolagents"], python: ["smolagents"] },
  { id: "agno", name: "Agno", kind: "framework", pypi: ["agno", "phidata"], python: ["agno"] },
  { id: "haystack", name: "Haystack", kind: "framework", pypi: ["haystack-ai"], python: ["haystack"] },
  { id: "dspy", name: "DSPy", kind: "framework", pypi: ["dspy", "dspy-ai"], python: ["dspy"] },
  { id: "letta", name: "Letta", kind: "framework", npm: ["@letta-ai/letta-client"], pypi: ["letta", "letta-client"] },
  { id: "spring-ai", name: "Spring AI", kind: "framework", maven: ["org.springframework.ai"] },
  {
    id: "mcp",
    name: "Model Context Protocol SDK",
    kind: "framework",
    npm: ["@modelcontextprotocol/sdk", "@modelcontextprotocol/client", "@modelcontextprotocol/server", "fastmcp"],
    pypi: ["mcp", "fastmcp"],
    python: ["mcp", "fastmcp"],
    nuget: ["ModelContextProtocol"],
    maven: ["io.modelcontextprotocol.sdk"],
    go: ["github.com/modelcontextprotocol/go-sdk", "github.com/mark3labs/mcp-go"],
  },
  {
    id: "a2a",
    name: "Agent2Agent SDK",
    kind: "framework",
    npm: ["@a2a-js/sdk"],
    pypi: ["a2a-sdk"],
    python: ["a2a"],
    maven: ["io.github.a2asdk"],
  },
  {
    id: "openai",
    name: "OpenAI library",
    kind: "model",
    npm: ["openai"],
    pypi: ["openai"],
    python: ["openai"],
    nuget: ["OpenAI", "Azure.AI.OpenAI"],
    maven: ["com.openai"],
    go: ["github.com/openai/openai-go"],
  },
  {
    id: "anthropic",
    name: "Anthropic library",
    kind: "model",
    npm: ["@anthropic-ai/sdk", "@anthropic-ai/bedrock-sdk", "@anthropic-ai/vertex-sdk"],
    pypi: ["anthropic"],
    python: ["anthropic"],
    maven: ["com.anthropic"],
    go: ["github.com/anthropics/anthropic-sdk-go"],
  },
  {
    id: "google-genai",
    name: "Google Gen AI library",
    kind: "model",
    npm: ["@google/genai", "@google/generative-ai"],
    pypi: ["google-genai", "google-generativeai"],
    python: ["google.genai", "google.generativeai"],
    maven: ["com.google.genai"],
    go: ["google.golang.org/genai"],
  },
  {
    id: "bedrock",
    name: "Amazon Bedrock library",
    kind: "model",
    npm: ["@aws-sdk/client-bedrock-runtime"],
    maven: ["software.amazon.awssdk:bedrockruntime"],
  },
  { id: "mistral", name: "Mistral library", kind: "model", npm: ["@mistralai/mistralai"], pypi: ["mistralai"] },
  { id: "cohere", name: "Cohere library", kind: "model", npm: ["cohere-ai"], pypi: ["cohere"], python: ["cohere"] },
  { id: "ollama", name: "Ollama library", kind: "model", npm: ["ollama"], pypi: ["ollama"], python: ["ollama"] },
  { id: "litellm", name: "LiteLLM", kind: "model", pypi: ["litellm"], python: ["litellm"] },
];

export type Ecosystem = "npm" | "pypi" | "python" | "nuget" | "maven" | "go";

const below = (pattern: string, name: string, separators: string): boolean =>
  pattern === name ||
  (/[/.]$/.test(pattern) ? name.startsWith(pattern) : [...separators].some((one) => name.startsWith(pattern + one)));

const separatorsOf: Record<Ecosystem, string> = { npm: "/", pypi: "", python: ".", nuget: "", maven: ":.", go: "/" };

/** PyPI takes -, _ and . for the same, and no case. */
const plain = (ecosystem: Ecosystem, name: string): string =>
  ecosystem === "pypi" ? name.toLowerCase().replace(/[-_.]+/g, "-") : name;

/** The longest name wins: @langchain/langgraph is not only LangChain. */
export function knownAs(ecosystem: Ecosystem, name: string): Known | null {
  let found: { known: Known; length: number } | null = null;
  for (const known of catalogue) {
    for (const pattern of known[ecosystem] ?? []) {
      if (!below(pattern, plain(ecosystem, name), separatorsOf[ecosystem])) continue;
      if (!found || pattern.length > found.length) found = { known, length: pattern.length };
    }
  }
  return found?.known ?? null;
}

/** Variables in which the keys of models are commonly kept. */
export const keyVariables: Readonly<Record<string, string>> = {
  OPENAI_API_KEY: "OpenAI",
  OPENAI_ADMIN_KEY: "OpenAI",
  AZURE_OPENAI_API_KEY: "Microsoft",
  AZURE_OPENAI_KEY: "Microsoft",
  ANTHROPIC_API_KEY: "Anthropic",
  ANTHROPIC_AUTH_TOKEN: "Anthropic",
  CLAUDE_CODE_OAUTH_TOKEN: "Anthropic",
  GOOGLE_API_KEY: "Google",
  GEMINI_API_KEY: "Google",
  GOOGLE_GENERATIVE_AI_API_KEY: "Google",
  AWS_BEARER_TOKEN_BEDROCK: "AWS",
  MISTRAL_API_KEY: "Mistral",
  COHERE_API_KEY: "Cohere",
  CO_API_KEY: "Cohere",
  GROQ_API_KEY: "Groq",
  XAI_API_KEY: "xAI",
  DEEPSEEK_API_KEY: "DeepSeek",
  PERPLEXITY_API_KEY: "Perplexity",
  TOGETHER_API_KEY: "Together AI",
  FIREWORKS_API_KEY: "Fireworks AI",
  CEREBRAS_API_KEY: "Cerebras",
  OPENROUTER_API_KEY: "OpenRouter",
  REPLICATE_API_TOKEN: "Replicate",
  HF_TOKEN: "Hugging Face",
  HUGGINGFACEHUB_API_TOKEN: "Hugging Face",
  NVIDIA_API_KEY: "NVIDIA",
  DASHSCOPE_API_KEY: "Alibaba",
  MOONSHOT_API_KEY: "Moonshot",
  WATSONX_APIKEY: "IBM",
  AI_GATEWAY_API_KEY: "Vercel",
  LITELLM_API_KEY: "LiteLLM",
};
