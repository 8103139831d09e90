/** What the steps of these tests are compared with: half of the latency that every one of them measures. */
export const BEFORE = `Running 10s test @ http://old.example
  2 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     4.00ms    0.10ms   6.00ms   90.00%
  Latency Distribution
     50%    4.00ms
     75%    4.00ms
     90%    4.00ms
     99%    5.00ms
  1000 requests in 10.00s, 0.10MB read
Requests/sec:    100.00
Transfer/sec:     10.00KB`;
