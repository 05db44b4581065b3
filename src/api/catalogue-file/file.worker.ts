import { parentPort, workerData } from 'node:worker_threads';
import { doFileTask, type FileTask } from './file-tasks.ts';

// Only file-thread.ts starts this thread, with one task.
const task: FileTask = workerData;
parentPort?.postMessage(doFileTask(task));
