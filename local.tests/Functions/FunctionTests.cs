namespace CognitoStack.Local.Tests.Functions;

/// <summary>Tests that run functions.</summary>
#pragma warning disable CA1001 // xunit disposes of it.
public abstract class FunctionTests : IAsyncLifetime
{
    private protected FunctionBench Bench { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Bench.DisposeAsync();
}

/// <summary>A test of programs that begin with the name of their interpreter.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProcessFactAttribute : FactAttribute
{
    public ProcessFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows runs no scripts by their first line." : null;
}

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProcessTheoryAttribute : TheoryAttribute
{
    public ProcessTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows runs no scripts by their first line." : null;
}
