/** The header of our own that says which page was asked for. Whatever a browser sends under this name is overwritten. */
export const HERE = "x-gatehouse-here";
