// What every Node judge shares: cases, their verdicts, and the broker's place.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import amqp from 'amqplib';

export const { AMQP_URL, TLS_URL, CA_FILE, CONTROL_URL, BROKER } = process.env;
const patience = 60_000; // ms for what must happen, on a machine that has much else to do
const cases = [];
let names = 0;

/** Registers a case. It gets a connection of its own, which may be lost. */
export const test = (name, body) => cases.push({ name, body });

/** A name that no other case or program uses. */
export const unique = (kind) => `${kind}.node.${process.pid}.${++names}`;

/** Runs all cases, prints a line for each, and ends the process. */
export async function run() {
  let failed = false;
  for (const { name, body } of cases) {
    const connection = await amqp.connect(AMQP_URL);
    connection.on('error', () => undefined); // the case sees it by itself
    try {
      await body(connection);
      console.log(`PASS ${name}`);
    } catch (error) {
      failed = true;
      console.error(error);
      console.log(`FAIL ${name}: ${String(error.message).replaceAll('\n', ' ')}`);
    }
    await connection.close().catch(() => undefined);
  }
  process.exit(failed ? 1 : 0);
}

/** Asks until the answer is truthy, and gives it. */
export async function eventually(what, ask) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await sleep(20);
  }
  throw new Error(`${what}: not within ${patience} ms`);
}

/** Waits for the next message of a queue. */
export const get = (channel, queue, options) =>
  eventually(`a message in ${queue}`, () => channel.get(queue, options));

/** Takes so many messages' texts, and sees that there are no more. */
export async function bodies(channel, queue, number) {
  const found = [];
  while (found.length < number) found.push((await get(channel, queue, { noAck: true })).content.toString());
  assert.equal(await channel.get(queue, { noAck: true }), false, `more than ${found}`);
  return found;
}

/** Expects that an action closes its channel, with this code and text. */
export async function refused(connection, code, text, action) {
  const channel = await connection.createChannel();
  const closed = new Promise((resolve) => channel.on('error', resolve));
  await Promise.resolve(action(channel)).catch(() => undefined);
  const error = await Promise.race([closed, sleep(patience).then(() => ({ message: 'nothing' }))]);
  assert.equal(error.code, code, error.message);
  assert.ok(error.message.includes(text), error.message);
}

/** Has the broker ended by kill -9 and started again; back when it accepts. */
export async function restartBroker() {
  const answer = await globalThis.fetch(`${CONTROL_URL}/restart`, { method: 'POST' });
  assert.equal(answer.status, 200, await answer.text());
}

export { amqp, assert, sleep };
