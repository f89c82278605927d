using System.Diagnostics;
using System.Text.Json.Nodes;
using CognitoStack.App;
using CognitoStack.Tests.Support;

namespace CognitoStack.Tests.App;

/// <summary>The app as the CDK CLI runs it: a process in a project's folder, which here is a small one of the test's own.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("cognitostack-app-").FullName;

    public CommandLine()
    {
        foreach (var function in Functions)
        {
            Write($"artifacts/functions/{function}/bootstrap", function);
            Write($"artifacts/functions/{function}.sha256", Hash(function) + "\n");
        }
    }

    /// <summary>Every function of the project.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        .. Directory
            .GetDirectories(Repository.File("lambdas"))
            .Select(f => Path.GetFileName(f)!)
            .Where(f => f != "Runtime" && File.Exists(Repository.File($"lambdas/{f}/{f}.csproj")))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Where the app writes.</summary>
    public string Output => Path.Combine(root, "out");

    /// <summary>The recorded hash of a function's sources; here of its name.</summary>
    public static string Hash(string function) => Sha256(function);

    /// <summary>Name of a function's asset: the CDK hashes the hash that it is given, and must add nothing of the machine.</summary>
    public static string Asset(string function) => Sha256(Hash(function)) + ".zip";

    public string PathOf(string path) => Path.Combine(root, path);

    public CommandLine Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
        return this;
    }

    /// <summary>Runs the app with an environment chosen on the command line, or none.</summary>
    public async Task<(int ExitCode, string Error)> Run(string? environment, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Composition).Assembly.Location])
        {
            WorkingDirectory = root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (
            var name in start
                .Environment.Keys.Where(k =>
                    k.StartsWith("CDK_", StringComparison.Ordinal) || k.StartsWith("COGNITOSTACK_", StringComparison.Ordinal)
                )
                .ToList()
        )
            start.Environment.Remove(name);
        start.Environment["CDK_OUTDIR"] = Output;
        start.Environment["CDK_CONTEXT_JSON"] = Context(environment).ToJsonString();
        // What the templates hold is tested elsewhere; AWS's validator would only take its time.
        start.Environment["CDK_VALIDATION"] = "false";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var app = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (error, output) = (app.StandardError.ReadToEndAsync(limit.Token), app.StandardOutput.ReadToEndAsync(limit.Token));
        try
        {
            await app.WaitForExitAsync(limit.Token);
            Assert.Equal(string.Empty, await output);
            return (app.ExitCode, await error);
        }
        finally
        {
            if (!app.HasExited)
                app.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What the CLI passes on: cdk.json's context, and what stands on the command line.</summary>
    private static JsonObject Context(string? environment)
    {
        var context = JsonNode.Parse(File.ReadAllText(Repository.File("cdk.json")))!["context"]!.AsObject();
        context.Remove("environment");
        if (environment is not null)
            context["environment"] = environment;
        return context;
    }

    /// <summary>Hashes of the code in a template.</summary>
    public IEnumerable<string> CodeHashes(string environment) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Output, $"CognitoStack-{environment}-Authentication.template.json")))!["Resources"]!
            .AsObject()
            .Where(r => r.Value!["Type"]!.ToString() == "AWS::Lambda::Function")
            .Select(r => r.Value!["Properties"]!["Code"]!["S3Key"]!.ToString());

    private static string Sha256(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    public void Dispose() => Directory.Delete(root, recursive: true);
}

/// <summary>A test that needs what functions are built on: Linux on x64.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (
            !OperatingSystem.IsLinux()
            || System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64
        )
            Skip = "Only on Linux x64.";
    }
}
