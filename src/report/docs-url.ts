/** Folder of the documentation, as the newest version has it. */
export const DOCS_URL = 'https://github.com/tailgate/tailgate/blob/main/docs';
