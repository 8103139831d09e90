export declare const BUNDLED: readonly string[];
export declare function bundledFolders(roots?: readonly string[]): readonly string[];
