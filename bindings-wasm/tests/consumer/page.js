import { open } from 'twelvefold';

const tf = await open();
document.title = String(tf.redis().command('PING'));
