using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CognitoStack.Lambda.Tests.Support;

/// <summary>A published function in a process of its own, as Lambda starts it.</summary>
internal sealed class PublishedFunction : IAsyncDisposable
{
    private readonly Process process;
    private readonly FakeRuntimeApi api;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();

    /// <summary>Why this machine cannot run it, or null.</summary>
    public static string? WhyNotHere =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64
            ? null
            : "A published function runs on Linux x64 only.";

    private PublishedFunction(Process process, FakeRuntimeApi api)
    {
        this.process = process;
        this.api = api;
        process.OutputDataReceived += (_, line) =>
        {
            output.Append(line.Data).Append('\n');
            lines.Writer.TryWrite(line.Data ?? "");
        };
        process.ErrorDataReceived += (_, line) => errors.Append(line.Data).Append('\n');
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static async Task<PublishedFunction> StartAsync(string name, params (string Name, string Value)[] environment)
    {
        var program = Path.Combine(Repository.FunctionFolder(name), "bootstrap");
        Assert.True(File.Exists(program), "Run 'npm run build' first");

        var api = await FakeRuntimeApi.StartAsync();
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing of this machine's own settings: neither credentials nor a profile nor a proxy.
        start.Environment.Clear();
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = api.Address.Authority;
        start.Environment["AWS_LAMBDA_FUNCTION_NAME"] = name;
        foreach (var (variable, value) in environment)
            start.Environment[variable] = value;
        return new PublishedFunction(new Process { StartInfo = start }, api);
    }

    public FakeRuntimeApi Api => api;

    public int ProcessId => process.Id;

    public Task<Answer> InitError => api.InitError;

    public Task<Answer> InvokeAsync(byte[] trigger) => api.InvokeAsync(trigger);

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return process.ExitCode;
    }

    /// <summary>What a function that goes on has written since this was last asked: all before the line about an event without a request.</summary>
    public async Task<List<JsonObject>> ReadLogAsync()
    {
        await InvokeAsync("{}"u8.ToArray());
        var log = new List<JsonObject>();
        while (true)
        {
            var line = JsonNode.Parse(await lines.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1)))!.AsObject();
            if (line.Text("errorType") == "System.Text.Json.JsonException")
                return log;
            log.Add(line);
        }
    }

    /// <summary>Ends the function, if it has not ended by itself, and gives its whole log.</summary>
    public async Task<List<JsonObject>> StopAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        Assert.Equal("", errors.ToString().Trim());
        return LogLines.Parse(output.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        await api.DisposeAsync();
    }
}
