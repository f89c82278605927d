using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.Publishing;

public sealed class AmazonRootsTests
{
    /// <summary>Source: Amazon Trust Services, "Certificate Authorities" (https://www.amazontrust.com/repository/).</summary>
    private static readonly (string Name, string Sha256)[] Roots =
    [
        ("CN=Amazon Root CA 1, O=Amazon, C=US", "8ECDE6884F3D87B1125BA31AC3FCB13D7016DE7F57CC904FE1CB97C6AE98196E"),
        ("CN=Amazon Root CA 2, O=Amazon, C=US", "1BA5B2AA8C65401A82960118F80BEC4F62304D83CEC4713A19C39C011EA46DB4"),
        ("CN=Amazon Root CA 3, O=Amazon, C=US", "18CE6CFE7BF14E60B2E347B8DFE868CB31D02EBB3ADA271569F50343B46DB3A4"),
        ("CN=Amazon Root CA 4, O=Amazon, C=US", "E35D28419ED02025CFA69038CD623962458DA5C695FBDEA3C22B0BFB25897092"),
        (
            "CN=Starfield Services Root Certificate Authority - G2, O=\"Starfield Technologies, Inc.\", L=Scottsdale, S=Arizona, C=US",
            "568D6905A2C88708A4B3025190EDCFEDB1974A606A13C6E5290FCB2AE63EDAB5"
        ),
    ];

    public static TheoryData<string> Functions => PublishedFilesTests.Functions;

    [PublishedTheory]
    [MemberData(nameof(Functions))]
    public void A_function_trusts_Amazons_roots_and_nobody_else(string name)
    {
        var file = Path.Combine(Repository.FunctionFolder(name), "amazon-roots.pem");
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);

        // Starfield's only while this system has it, too.
        Assert.Equal(
            Roots.Take(Math.Max(4, certificates.Count)),
            certificates.Select(one => (one.Subject, one.GetCertHashString(HashAlgorithmName.SHA256)))
        );
        Assert.All(certificates, one => Assert.True(one.NotAfter > DateTime.UtcNow.AddYears(1), $"{one.Subject} ends soon"));
    }

    [PublishedFact]
    public async Task A_system_that_has_dropped_Starfields_root_has_enough()
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(Path.Combine(Repository.FunctionFolder("PreAuthentication"), "amazon-roots.pem"));
        var four = string.Concat(certificates.Take(4).Select(one => one.ExportCertificatePem() + "\n"));

        Assert.Equal((0, string.Empty, four), await WriteAsync(bundle: four));
    }

    [PublishedTheory]
    [InlineData(null, "has no bundle of CA certificates at /")]
    [InlineData("", "lacks Amazon Root CA 1")]
    public async Task A_system_without_the_roots_fails_the_build_and_leaves_no_file(string? bundle, string message)
    {
        var (exitCode, said, written) = await WriteAsync(bundle);

        Assert.NotEqual(0, exitCode);
        // MSBuild shows a line of this form as an error of the build.
        Assert.Contains(" : error ROOTS", said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Null(written);
    }

    /// <summary>What becomes of a system's bundle; of none for null.</summary>
    private static async Task<(int ExitCode, string Said, string? Written)> WriteAsync(string? bundle)
    {
        var folder = Directory.CreateTempSubdirectory("amazon-roots-");
        var (input, output) = (Path.Combine(folder.FullName, "bundle.pem"), Path.Combine(folder.FullName, "amazon-roots.pem"));
        if (bundle is not null)
            await File.WriteAllTextAsync(input, bundle);
        using var process = Process.Start(
            new ProcessStartInfo("sh", [Path.Combine(Repository.Root, "lambdas", "amazon-roots.sh"), output, input])
            {
                RedirectStandardOutput = true,
            }
        )!;

        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var written = File.Exists(output) ? await File.ReadAllTextAsync(output) : null;
        folder.Delete(recursive: true);
        return (process.ExitCode, said, written);
    }
}
