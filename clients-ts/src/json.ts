/** What JSON can say: arguments and answers of operations. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
