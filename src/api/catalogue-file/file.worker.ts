import { parentPort, workerData } from 'node:worker_threads';
import { doFileTask, type FileTask } from './file-tasks.ts';

// The only one who starts this thread is file-thread.ts, with one task.
const task: FileTask = workerData;
parentPort?.postMessage(doFileTask(task));
