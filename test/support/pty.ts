/** A person at a terminal: the program behind a pseudo terminal, with answers typed when a question shows. */
import { spawn, spawnSync } from 'node:child_process';
import { bin, environment, type How } from './cli.js';

/** Python's pty module is at hand; Node has none of its own. */
export const hasPty = spawnSync('python3', ['-c', 'import pty'], { stdio: 'ignore' }).status === 0;

const driver = `
import json, os, pty, select, sys, time
script, argv = json.loads(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
import fcntl, struct, termios
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 80, 0, 0))
seen, mark, end = b'', 0, time.time() + 60
while time.time() < end:
    if not select.select([fd], [], [], 0.2)[0]:
        continue
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    seen += data
    while script and script[0][0].encode() in seen[mark:]:
        mark = len(seen)
        time.sleep(0.2)
        os.write(fd, script.pop(0)[1].encode())
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
`;

/** Runs the program at a terminal of 80 by 30; each answer is typed once its question shows. `screen` is all that was written to it. */
export function atTerminal(
  args: readonly string[],
  answers: readonly (readonly [question: string, keys: string])[],
  how: How,
): Promise<{ readonly code: number | null; readonly screen: string }> {
  const child = spawn('python3', ['-c', driver, JSON.stringify(answers), process.execPath, bin, ...args], {
    cwd: how.cwd,
    env: { ...environment(how), TERM: 'xterm' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, screen: Buffer.concat(out).toString() }));
  });
}
