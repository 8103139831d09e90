export declare const BROWSERS: readonly string[];
export declare function findBrowser(): string | undefined;
export declare function takePicture(page: string, picture: string): Promise<void>;
