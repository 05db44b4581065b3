/** The used part of the driver, which has no types of its own. */
declare module 'pg' {
  /** A statement. One with a name is parsed once for each connection. */
  export interface Query {
    readonly text: string;
    readonly name?: string;
    readonly values?: readonly unknown[];
  }

  export interface QueryResult<Rows> {
    readonly rows: Rows;
    readonly command: string;
  }

  export interface PoolClient {
    query<Rows extends object[]>(query: Query): Promise<QueryResult<Rows>>;
    escapeLiteral(text: string): string;
    on(event: 'error', listener: (error: Error) => void): unknown;
    release(destroy?: boolean): void;
  }

  export class Pool {
    constructor(options: object);
    connect(): Promise<PoolClient>;
    query<Rows extends object[]>(query: Query): Promise<QueryResult<Rows>>;
    on(event: 'connect', listener: (client: PoolClient) => void): unknown;
    on(event: 'error', listener: (error: Error) => void): unknown;
    end(): Promise<void>;
  }
}
