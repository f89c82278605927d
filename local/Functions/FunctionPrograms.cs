using System.Runtime.InteropServices;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Front;

namespace CognitoStack.Local.Functions;

/// <summary>Tells at deployment, not at the first sign-in, that a function cannot run on this machine.</summary>
internal sealed class FunctionPrograms(IDeployment deployment, ILogger<FunctionPrograms> logger) : IDeploymentStep
{
    private const ushort X64 = 0x3e;
    private const ushort Arm64 = 0xb7;

    public Task DeployAsync(Deployed next, CancellationToken cancel)
    {
        foreach (var function in next.OfType(FunctionsSupport.Function))
        {
            var runtime = function.Text("Runtime") ?? "an image";
            if (!runtime.StartsWith("provided", StringComparison.Ordinal))
                logger.NoSuchRuntime(function.Name, runtime);
            else if (WhyNot(Path.Combine(deployment.CodeOf(function), FunctionProcess.Program)) is { } problem)
                throw new DeploymentException($"The function {function.LogicalId} cannot run: {problem}", function);
        }
        return Task.CompletedTask;
    }

    /// <summary>What keeps a program from running on this machine, and the way out.</summary>
    private static string? WhyNot(string program)
    {
        if (!File.Exists(program))
            return $"{program} is missing. Run \"npm run build\", which publishes the functions, and synthesize again (\"npm start\" does both).";
        var header = new byte[20];
        using (var file = File.OpenRead(program))
            file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        var isNative = header.AsSpan().StartsWith("\u007fELF"u8);
        var machine = BitConverter.ToUInt16(header, 18);
        var wanted = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => X64,
            Architecture.Arm64 => Arm64,
            _ => (ushort)0,
        };
        if (isNative && (!OperatingSystem.IsLinux() || machine != wanted))
            return $"{program} is a program for Linux on {NameOf(machine)}, and this is {RuntimeInformation.OSDescription} on {RuntimeInformation.OSArchitecture}. "
                + "Run \"npm start\" on such a Linux (WSL 2, a dev container, a virtual machine), or take signInRules and signInAudit out of the environment's file.";
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(program) & UnixFileMode.UserExecute) == 0
            ? $"{program} is not executable. Run \"npm run build\", and synthesize again (\"npm start\" does both)."
            : null;
    }

    private static string NameOf(ushort machine) =>
        machine switch
        {
            X64 => "x86_64",
            Arm64 => "arm64",
            _ => $"machine type 0x{machine:x}",
        };
}

/// <summary>Composition.</summary>
public static class FunctionsServices
{
    /// <summary>Adds what runs functions.</summary>
    public static IServiceCollection AddFunctions(this IServiceCollection services) =>
        services
            .AddSingleton<IFunctions, FunctionInvoker>()
            .AddSingleton<IDeploymentStep, FunctionPrograms>()
            .AddSingleton<IHttpService, LambdaService>()
            .AddSingleton<ISupports, FunctionsSupport>();
}
