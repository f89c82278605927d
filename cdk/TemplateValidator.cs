using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Amazon.CDK;
using Amazon.JSII.Runtime.Deputy;
using Constructs;

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
    private readonly CloudFormationValidatePlugin validator = new();

    /// <summary>The validator's own name: rules are acknowledged by it.</summary>
    public string Name => validator.Name;

    /// <summary>Version of the CDK's library, which the validator and its rules are part of: its own costs the start of its engine.</summary>
    public string Version { get; } = typeof(CloudFormationValidatePlugin).Assembly.GetName().Version!.ToString(3);

    /// <inheritdoc />
    public string[] RuleIds => [Version];

    /// <inheritdoc />
    public IPolicyValidationPluginReport Validate(IPolicyValidationContext context)
    {
        var unknown = context
            .StackTemplates.Select(stack => (Stack: stack, Verdict: PathOf(stack)))
            .Where(s => !IsKnown(s.Verdict))
            .ToList();
        if (unknown.Count == 0)
            return new PolicyValidationPluginReport { Success = true, Violations = [] };
        var report = validator.Validate(new Part(context.AppConstruct, [.. unknown.Select(s => s.Stack)]));
        if (report.Violations.Length == 0)
            Keep(unknown.Select(s => s.Verdict));
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

    /// <summary>What the validator is told: the stacks whose verdict is not known.</summary>
    private sealed class Part(IConstruct app, IPolicyValidationStack[] stacks) : DeputyBase, IPolicyValidationContext
    {
        public IConstruct AppConstruct => app;

        public string[] TemplatePaths => [.. stacks.Select(s => s.TemplatePath)];

        public IPolicyValidationStack[] StackTemplates => stacks;
    }
}
