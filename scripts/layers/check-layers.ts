import { boundaryErrors } from "./boundaries";
import { browserErrors } from "./browser-safe";
import { cycleErrors } from "./cycles";
import { projectOf } from "./project";
import { shapeErrors, shapeWarnings } from "./shape";

/** Everything that is wrong with a set of files (path → text), and what is merely worth a look. */
export function checkLayers(files: ReadonlyMap<string, string>): { errors: string[]; warnings: string[] } {
  const project = projectOf(files);
  return {
    errors: [
      ...boundaryErrors(project.edges),
      ...browserErrors(project),
      ...cycleErrors(project),
      ...shapeErrors(files),
    ],
    warnings: shapeWarnings(files),
  };
}
