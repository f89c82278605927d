using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Functions;
using CognitoStack.Local.Http;
using CognitoStack.Local.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.Functions;

/// <summary>What is said of functions before any is invoked.</summary>
public sealed class DeploymentTests : FunctionTests
{
    private readonly LogLines<FunctionPrograms> log = new();

    private Task DeployAsync(Resource function) =>
        new FunctionPrograms(Bench, log).DeployAsync(FunctionBench.Deploy(function), CancellationToken.None);

    private async Task<string> RefuseAsync(Resource function) =>
        (await Assert.ThrowsAsync<DeploymentException>(() => DeployAsync(function))).Message;

    [ProcessFact]
    public async Task A_program_for_this_machine_and_a_script_are_accepted()
    {
        await DeployAsync(Bench.Function("#!/bin/sh\n"));
        var function = Bench.Node("");
        File.Copy(Environment.ProcessPath!, Path.Combine(Bench.CodeOf(function), "bootstrap"), overwrite: true);
        await DeployAsync(function);
        Assert.Empty(log.All);
    }

    [ProcessFact]
    public async Task A_missing_program_is_refused_and_the_way_out_named()
    {
        var function = Bench.Node("");
        File.Delete(Path.Combine(Bench.CodeOf(function), "bootstrap"));
        var message = await RefuseAsync(function);
        Assert.StartsWith("The function Trigger cannot run: ", message, StringComparison.Ordinal);
        Assert.Contains("is missing. Run \"npm run build\"", message, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task A_program_for_another_machine_is_refused_and_both_named()
    {
        var function = Bench.Node("");
        byte[] header = [0x7f, .. "ELF"u8, 2, 1, 1, 0, .. new byte[8], 3, 0, 0x08, 0x01, .. new byte[40]];
        File.WriteAllBytes(Path.Combine(Bench.CodeOf(function), "bootstrap"), header);
        var message = await RefuseAsync(function);
        Assert.Contains("is a program for Linux on machine type 0x108, and this is", message, StringComparison.Ordinal);
        Assert.Contains("Run \"npm start\" on such a Linux", message, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task A_program_without_the_right_to_run_is_refused()
    {
        var function = Bench.Node("");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Bench.CodeOf(function), "bootstrap"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("is not executable", await RefuseAsync(function), StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task A_runtime_that_is_not_here_is_told_and_keeps_nothing_else_from_being_deployed()
    {
        await DeployAsync(Bench.Node("", """{"Runtime":"nodejs22.x"}"""));
        Assert.Contains("trigger runs on nodejs22.x", Assert.Single(log.All).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parts_are_composed_of_what_the_host_gives()
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new HostEndpoint(new Uri("http://127.0.0.1:4566")))
            .AddSingleton<IDeployment>(Bench)
            .AddSingleton<ICredentialIssuer>(Bench)
            .AddSingleton<Local.Logs.ILogs>(Bench)
            .AddSingleton<Local.Metrics.IMetrics>(Bench)
            .AddFunctions()
            .AddChildProcesses();
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        Assert.IsType<FunctionInvoker>(provider.GetRequiredService<IFunctions>());
        Assert.IsType<FunctionPrograms>(provider.GetRequiredService<IDeploymentStep>());
        Assert.IsType<FunctionsSupport>(provider.GetRequiredService<ISupports>());
        Assert.IsType<ChildProcesses>(provider.GetRequiredService<IChildProcesses>());
    }

    [Fact]
    public void Every_property_that_the_shipped_environments_set_is_honoured_or_ignored_for_a_reason()
    {
        var supports = new FunctionsSupport().Types.ToDictionary(support => support.Type);
        var resources = Directory
            .GetFiles(Path.Combine(ProjectRoot.Path, "infra.tests", "__snapshots__"), "*.snap")
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["Resources"]!.AsObject())
            .Where(resource => resource.Value!["Type"]!.ToString().StartsWith("AWS::Lambda::", StringComparison.Ordinal))
            .ToList();

        Assert.NotEmpty(resources);
        foreach (var (_, resource) in resources)
        {
            var support = supports[resource!["Type"]!.ToString()];
            foreach (var (property, value) in resource["Properties"]!.AsObject())
            {
                var names = property == "LoggingConfig" ? value!.AsObject().Select(part => $"{property}.{part.Key}") : [property];
                Assert.All(
                    names,
                    name => Assert.True(support.Honours.Contains(name) ^ support.Ignores.ContainsKey(name), $"{support.Type} {name}")
                );
            }
        }
    }
}
