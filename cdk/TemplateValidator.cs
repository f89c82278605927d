using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Amazon.CDK;
using Amazon.JSII.Runtime.Deputy;

namespace CognitoStack.App;

/// <summary>AWS's template validator, asked once for each template: what it found nothing in is not asked again.</summary>
/// <remarks>
/// It takes half of a synthesis, and its verdict depends on nothing but the template, its place, its version and its rules. Only a verdict
/// without any finding is kept, so what is found is found again each time, in the validator's own words. The CDK's own registration of the
/// validator is to be off (<see cref="IAppProps.BuiltinCloudFormationValidation"/>).
/// </remarks>
internal sealed class TemplateValidator(string folder) : DeputyBase, IPolicyValidationPlugin
{
    private static readonly TimeSpan KeptUnused = TimeSpan.FromDays(30);

    /// <summary>One for all apps of the process: the start of its engine takes seconds, and hundreds of megabytes.</summary>
    private static readonly Lazy<CloudFormationValidatePlugin> Validator = new(() => new CloudFormationValidatePlugin());

    /// <summary>The validator's own name: rules are acknowledged by it.</summary>
    public string Name => CloudFormationValidatePlugin.PLUGIN_NAME;

    /// <summary>Version of the CDK's library, which the validator and its rules are part of: its own costs the start of its engine.</summary>
    public string Version { get; } = typeof(CloudFormationValidatePlugin).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc />
    public string[] RuleIds => [Version];

    /// <inheritdoc />
    public IPolicyValidationPluginReport Validate(IPolicyValidationContext context)
    {
        var verdicts = context.StackTemplates.Select(PathOf).ToList();
        if (verdicts.Count(IsKnown) == verdicts.Count)
            return new PolicyValidationPluginReport { Success = true, Violations = [] };
        // All of them: its engine is made for the types of the templates that it sees, which takes longer than to look at one more.
        var report = Validator.Value.Validate(context);
        if (report.Violations.Length == 0)
            Keep(verdicts);
        return report;
    }

    /// <summary>The file that stands for a verdict without a finding. Its name is the verdict's key, and it holds nothing.</summary>
    private string PathOf(IPolicyValidationStack stack)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in new[] { Version, stack.StackConstructPath, stack.AccountId ?? string.Empty, stack.Region ?? string.Empty })
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        hash.AppendData(File.ReadAllBytes(stack.TemplatePath));
        return Path.Combine(folder, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Whether the verdict is kept; its use is noted.</summary>
    private static bool IsKnown(string verdict)
    {
        if (!File.Exists(verdict))
            return false;
        File.SetLastWriteTimeUtc(verdict, DateTime.UtcNow);
        return true;
    }

    private void Keep(IEnumerable<string> verdicts)
    {
        Directory.CreateDirectory(folder);
        foreach (var verdict in verdicts)
            File.WriteAllBytes(verdict, []);
        foreach (var old in new DirectoryInfo(folder).EnumerateFiles().Where(f => f.LastWriteTimeUtc < DateTime.UtcNow - KeptUnused))
            old.Delete();
    }
}
