// Two processes that share one port, which is what one does on two cores.
import cluster from 'node:cluster';

const processes = Number(process.env.PROCESSES ?? 2);
const port = Number(process.env.PORT ?? 3000);

if (cluster.isPrimary) {
  for (let index = 0; index < processes; index += 1) cluster.fork();
  cluster.on('exit', (worker, code) => {
    console.error(`worker ${worker.process.pid} ended with ${code}`);
    process.exit(1);
  });
} else {
  const { app } = await import('./app.js');
  app.listen(port, '127.0.0.1');
}
