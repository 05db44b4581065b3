import { parentPort, workerData } from 'node:worker_threads';
import { runFileTask, type FileTask } from './file-tasks.ts';

// Only file-thread.ts starts this thread, with one task.
const task: FileTask = workerData;
parentPort?.postMessage(runFileTask(task));
