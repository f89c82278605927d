using System.Diagnostics;
using CognitoStack.Local.Access;
using CognitoStack.Local.Tests.Access;

namespace CognitoStack.Local.Tests.Http;

/// <summary>Small programs in JavaScript, which use the packages of <c>node_modules</c>.</summary>
internal static class NodeScript
{
    private const string Head = """
        import { createRequire } from 'node:module';
        const require = createRequire(`${process.cwd()}/`);
        const config = { endpoint: process.env.ENDPOINT, region: 'us-east-1' };
        const told = (promise) => promise.then(() => 'OK', (error) => error.name);
        const say = (...words) => console.log(words.join(' '));

        """;

    /// <summary>Runs a module, which may <c>say</c> lines, with the AWS SDK set up for a host and a caller.</summary>
    /// <returns>The lines.</returns>
    public static async Task<string[]> RunAsync(
        string script,
        Uri endpoint,
        Credentials credentials,
        params (string Name, string Value)[] variables
    )
    {
        var info = new ProcessStartInfo("node", ["--input-type=module", "-e", Head + script])
        {
            WorkingDirectory = TestResources.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (string, string)[] all =
        [
            ("ENDPOINT", endpoint.ToString()),
            ("AWS_ENDPOINT_URL", endpoint.ToString().TrimEnd('/')),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", credentials.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", credentials.SecretAccessKey),
            ("AWS_SESSION_TOKEN", credentials.SessionToken),
            .. variables,
        ];
        foreach (var (name, value) in all.Where(v => v.Item2.Length > 0))
            info.Environment[name] = value;
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = (await process.StandardOutput.ReadToEndAsync()).TrimEnd();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{said}\n{await errors}");
        return said.Split('\n');
    }
}
