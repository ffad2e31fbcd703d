export const conformance = (..._args: unknown[]) => {};
