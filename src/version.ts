/** Version of Tailgate, as in package.json (a test compares them): the bundles run without package.json beside them. */
export const VERSION = '0.1.0';
