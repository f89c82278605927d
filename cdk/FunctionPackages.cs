using System.Runtime.InteropServices;
using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using CognitoStack.Authentication.Triggers;
using CognitoStack.Configuration;
using Architecture = System.Runtime.InteropServices.Architecture;
using AssetOptions = Amazon.CDK.AWS.S3.Assets.AssetOptions;

namespace CognitoStack.App;

/// <summary>The published functions as CDK assets. Their hash is that of their sources, so that every machine and compiler gives the same.</summary>
public static class FunctionPackages
{
    private static string Folder => IsManaged ? "artifacts/functions-managed" : "artifacts/functions";

    /// <summary>Whether the functions are those for managed .NET: for this machine, and never for AWS.</summary>
    private static bool IsManaged => System.Environment.GetEnvironmentVariable("COGNITOSTACK_FUNCTIONS") == "managed";

    /// <summary>What a published function is made of, the program last: once it is there, all is.</summary>
    private static readonly string[] PackageFiles = ["amazon-roots.pem", "bootstrap"];

    /// <summary>Finds the functions that <c>npm run build</c> has published.</summary>
    public static TriggerCode Find() => new(Package("PreAuthentication"), Package("PostAuthentication"), Package("UserMigration"));

    private static AssetCode Package(string function)
    {
        var hashFile = Path.Combine(Folder, function + ".sha256");
        if (!File.Exists(hashFile))
            throw new ConfigurationException([
                $"{hashFile}: is missing, as the function {function} has not been built. Run \"npm run build\".",
            ]);
        var code = Path.Combine(Folder, function);
        if (!IsManaged && !PublishedHere() && !PackageFiles.All(file => File.Exists(Path.Combine(code, file))))
        {
            PublishInDocker(function, code);
            PackageRecord.Write(hashFile, code);
        }
        var hash = PackageRecord.Check(hashFile, code);
        // Not CDK's own bundling: that puts its options into the hash, and each kind of machine would deploy an asset of its own.
        return Code.FromAsset(
            code,
            new AssetOptions { AssetHash = IsManaged ? $"managed-{hash}" : hash, AssetHashType = AssetHashType.CUSTOM }
        );
    }

    /// <summary>Native code is made on the system that it runs on; elsewhere a container stands in.</summary>
    private static bool PublishedHere() =>
        OperatingSystem.IsLinux()
        && RuntimeInformation.OSArchitecture == Architecture.X64
        && System.Environment.GetEnvironmentVariable("COGNITOSTACK_BUNDLING") != "docker";

    /// <summary>In AWS's build image of .NET functions: Amazon Linux 2023, as where they run.</summary>
    private static void PublishInDocker(string function, string code)
    {
        Directory.CreateDirectory(code);
        Runtime.DOTNET_10.BundlingImage.Run(
            new DockerRunOptions
            {
                Platform = "linux/amd64",
                User = "root",
                Environment = new Dictionary<string, string> { ["DOTNET_CLI_HOME"] = "/tmp", ["DOTNET_NOLOGO"] = "1" },
                Volumes =
                [
                    new DockerVolume { HostPath = Path.GetFullPath("."), ContainerPath = "/asset-input" },
                    new DockerVolume { HostPath = Path.GetFullPath(code), ContainerPath = "/asset-output" },
                ],
                Command =
                [
                    "bash",
                    "-c",
                    // The sources are copied, so that nothing of the container's build mixes with the machine's own; what is published comes back, each file whole or not at all.
                    "mkdir /tmp/src && cd /asset-input && cp -r lambdas global.json Directory.Build.props Directory.Packages.props /tmp/src"
                        + $" && dotnet publish /tmp/src/lambdas/{function}/{function}.csproj -c Release -r linux-x64 -o /tmp/out"
                        + string.Concat(
                            PackageFiles.Select(file =>
                                $" && cp /tmp/out/{file} /asset-output/{file}.new && mv /asset-output/{file}.new /asset-output/{file}"
                            )
                        ),
                ],
            }
        );
    }
}
