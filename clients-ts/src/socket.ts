// WebSockets of the platform: browsers and Node 22 have them built in, Node 20
// takes them from the package ws, or the caller gives a factory.
import { TwelvefoldError } from './errors.js';

/** What this client uses of a WebSocket; the browser's and that of ws have it. */
export interface WebSocketLike {
  close(code?: number): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Makes a WebSocket to an address. */
export type WebSocketFactory = (url: string) => WebSocketLike;

export interface Socket {
  close(): void;
}

/** Opens a connection, and tells its messages and its end. */
export async function openSocket(
  url: URL,
  factory: WebSocketFactory | undefined,
  told: { message: (text: string) => void; end: (error: Error) => void },
): Promise<Socket> {
  const make = factory ?? (await platformFactory());
  const socket = make(url.href);
  const broken = () => new TwelvefoldError('io', 'client: the connection for events has ended');
  return new Promise((resolve, reject) => {
    const fail = () => {
      reject(broken());
      told.end(broken());
    };
    socket.addEventListener('message', (event) => {
      told.message(String(event.data));
    });
    socket.addEventListener('open', () => {
      resolve({
        close: () => {
          socket.close(1000);
        },
      });
    });
    socket.addEventListener('close', fail);
    socket.addEventListener('error', fail);
  });
}

async function platformFactory(): Promise<WebSocketFactory> {
  const Builtin = (globalThis as { WebSocket?: new (url: string) => WebSocketLike }).WebSocket;
  if (Builtin !== undefined) return (url) => new Builtin(url);
  try {
    const name = 'ws'; // a variable keeps bundlers from looking for it
    const ws = (await import(/* @vite-ignore */ name)) as { default: new (url: string) => WebSocketLike };
    return (url) => new ws.default(url);
  } catch (cause) {
    throw new TwelvefoldError(
      'unsupported',
      'client: this platform has no WebSocket; install the package ws, or give the option webSocket',
      0,
      { cause },
    );
  }
}
