using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CognitoStack.Local.Access;

/// <summary>The long-lived access key of the developer at this machine, in the format of a shared AWS credentials file.</summary>
internal sealed partial record AdministratorCredentials(string AccessKeyId, string SecretAccessKey)
{
    public static AdministratorCredentials ReadOrCreate(StateFolder state)
    {
        var file = state["credentials"];
        var text = Encoding.UTF8.GetString(SecretFile.ReadOrCreate(file, () => Encoding.UTF8.GetBytes(Made())));
        return (Value(text, "aws_access_key_id"), Value(text, "aws_secret_access_key")) is ({ } id, { } secret)
            ? new(id, secret)
            : throw new Deployment.DeploymentException($"{file} holds no access key; delete it, and another one is made.");
    }

    private static string Made() =>
        $"""
            # Made for this state folder; good for nothing but the host that uses it.
            [default]
            aws_access_key_id = AKIA{RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)}
            aws_secret_access_key = {Convert.ToBase64String(RandomNumberGenerator.GetBytes(30))}

            """;

    private static string? Value(string text, string name) =>
        Setting().Matches(text).Where(m => m.Groups[1].Value == name).Select(m => m.Groups[2].Value).FirstOrDefault();

    [GeneratedRegex(@"^\s*(\w+)\s*=\s*(\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
