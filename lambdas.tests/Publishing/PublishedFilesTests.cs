using System.Diagnostics;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.Publishing;

public sealed class PublishedFilesTests
{
    public static TheoryData<string> Functions => ["PreAuthentication", "PostAuthentication", "UserMigration"];

    [PublishedTheory]
    [MemberData(nameof(Functions))]
    public void A_published_function_is_a_program_and_its_certificates(string name)
    {
        var folder = Repository.FunctionFolder(name);
        Assert.True(Directory.Exists(folder), "Run 'npm run build' first");

        Assert.Equal(["amazon-roots.pem", "bootstrap"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    [PublishedTheory]
    [MemberData(nameof(Functions))]
    public async Task A_function_that_starts_on_Lambda_passes_the_check_of_glibc(string name)
    {
        var (exitCode, output) = await CheckAsync(name);

        Assert.True(exitCode == 0, output);
    }

    [PublishedFact]
    public async Task A_function_that_needs_a_newer_glibc_than_Lambdas_is_not_published()
    {
        var (exitCode, output) = await CheckAsync("PreAuthentication", "-p:NewestGlibc=2.2");

        Assert.NotEqual(0, exitCode);
        Assert.Matches(@"bootstrap needs glibc 2\.\d+, but Lambda's Amazon Linux 2023 has 2\.2: the function would not start\.", output);
        Assert.Contains("glibc-compat.c", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(string name, params string[] options)
    {
        var project = Path.Combine(Repository.Root, "lambdas", name, $"{name}.csproj");
        var folder = Repository.FunctionFolder(name) + Path.DirectorySeparatorChar;
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", project, "-t:CheckNewestGlibc", $"-p:PublishDir={folder}", "-nologo", "-nodeReuse:false", .. options]
        )
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
