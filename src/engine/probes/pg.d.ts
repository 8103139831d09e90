/** The part of pg that is used: it brings no types of its own. */
declare module 'pg/lib/client.js' {
  class Client {
    constructor(config: {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: () => string;
      readonly database: string;
      readonly ssl: false | { readonly rejectUnauthorized: boolean };
      readonly stream: () => import('node:net').Socket;
      readonly application_name: string;
    });
    connect(): Promise<void>;
    query(text: string): Promise<{ readonly rows: Record<string, unknown>[] }>;
    end(): Promise<void>;
    on(event: 'error' | 'end', listener: (error?: Error) => void): this;
  }
  export default Client;
}
