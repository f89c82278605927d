using System.Diagnostics;
using CognitoStack.Local.Processes;

namespace CognitoStack.Local.Tests.Access;

/// <summary>Starts dynalite by a few lines of its own.</summary>
internal sealed class TestChildProcesses : IChildProcesses
{
    private const string Script = """
        const dynalite = require('dynalite'), http = require('http');
        const inner = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
        inner.listen(0, '127.0.0.1', () => {
          const server = http.createServer((request, response) => {
            if (request.headers['x-local-secret'] !== process.env.SECRET) return response.writeHead(403).end();
            request.pipe(http.request({ port: inner.address().port, host: '127.0.0.1', method: request.method, path: request.url, headers: request.headers }, (answer) => {
              response.writeHead(answer.statusCode, answer.headers);
              answer.pipe(response);
            }));
          });
          server.listen(0, '127.0.0.1', () => console.log(server.address().port));
        });
        """;

    private readonly List<Process> processes = [];

    public IChildProcess Start(ChildProcessStart start)
    {
        Assert.Equal("dynalite", start.Name);
        var info = new ProcessStartInfo("node", ["-e", Script]) { WorkingDirectory = TestResources.Root, RedirectStandardOutput = true };
        var secret = Guid.NewGuid().ToString();
        info.Environment["SECRET"] = secret;
        var process = Process.Start(info)!;
        processes.Add(process);
        return new Child(secret, process.StandardOutput.ReadLineAsync());
    }

    public void Stop()
    {
        foreach (var process in processes)
        {
            process.Kill();
            process.Dispose();
        }
    }

    private sealed class Child(string secret, Task<string?> port) : IChildProcess
    {
        public string Secret => secret;

        public async Task<Uri> AddressAsync(CancellationToken cancel) => new($"http://127.0.0.1:{await port}/");
    }
}
