// Mail that the user pool would have sent.
import { endpoint } from './environment.mjs';

/** Every message to an address, the newest last. */
export async function messagesTo(recipient) {
  const answer = await fetch(`${endpoint}/_local/messages?recipient=${encodeURIComponent(recipient)}`);
  if (!answer.ok) throw new Error(`Messages are not to be had: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** The newest code sent to an address. */
export async function codeFor(recipient) {
  const code = (await messagesTo(recipient)).findLast((message) => message.code)?.code;
  if (!code) throw new Error(`No code was sent to ${recipient}.`);
  return code;
}
