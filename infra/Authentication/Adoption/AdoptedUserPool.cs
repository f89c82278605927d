using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using CognitoStack.Authentication.Triggers;
using CognitoStack.Common;
using CognitoStack.Configuration;
using Constructs;

namespace CognitoStack.Authentication.Adoption;

/// <summary>A user pool that exists. It is compared with the file as far as it could be read, and not touched.</summary>
/// <remarks>The CDK CLI reads it once (Cloud Control, <c>AWS::Cognito::UserPool</c>) and keeps what it is like in <c>cdk.context.json</c>.</remarks>
public sealed class AdoptedUserPool : Construct, IUserPool
{
    /// <summary>Takes the pool up.</summary>
    /// <param name="scope">Stack, in the pool's account and Region.</param>
    /// <param name="id">Construct id.</param>
    /// <param name="props">What it should be like; its configuration has <c>adopt</c>.</param>
    /// <param name="triggers">Functions that it should call: CloudFormation cannot tell it to.</param>
    public AdoptedUserPool(Construct scope, string id, UserPoolProps props, UserPoolTriggers triggers)
        : base(scope, id)
    {
        var pool = props.Configuration.Adopted ?? throw new ArgumentException("names no pool (adopt).", nameof(props));
        (UserPoolId, UserPoolArn) = (pool.Id, props.Configuration.Adopt!);
        ProviderName = $"cognito-idp.{pool.Region}.amazonaws.com/{pool.Id}";

        var described = PoolDescription.Of(props with { Triggers = null });
        var reading = PoolReading.Of(this, pool.Id);
        var told = described;
        if (reading.Properties is { } actual)
        {
            var comparison = new PoolComparison(pool.Id, File(props), described, actual);
            told = comparison.Completed();
            Contradictions = [.. comparison.Contradictions()];
            Warnings = [.. comparison.Surprises(), .. Uncalled(triggers, actual)];
        }
        else if (reading.IsNoPool)
            Contradictions =
            [
                new(
                    "$.userPool.adopt",
                    $"there is no user pool {pool.Id} in {pool.Region} of the account {pool.Account}. Correct the ARN."
                ),
            ];
        else if (reading.Failure is { } failure)
            Warnings =
            [
                new(
                    "$.userPool.adopt",
                    $"the pool {pool.Id} could not be read ({failure}), so the file is believed. With credentials for the account {pool.Account}, \"npx cdk synth\" reads it into cdk.context.json; commit that."
                ),
            ];
        Stack
            .Of(this)
            .AddMetadata(
                Naming.AdoptedUserPool,
                new Dictionary<string, object>
                {
                    ["Arn"] = UserPoolArn,
                    ["IsRead"] = reading.Properties is not null,
                    ["Properties"] = PlainJson.Of(told)!,
                }
            );
    }

    /// <inheritdoc/>
    public string UserPoolId { get; }

    /// <inheritdoc/>
    public string UserPoolArn { get; }

    /// <inheritdoc/>
    public string ProviderName { get; }

    /// <summary>Where the file asks for what the pool is not: nothing should be deployed.</summary>
    public IReadOnlyList<PoolFinding> Contradictions { get; } = [];

    /// <summary>What is otherwise than in pools that are made here, and what nobody could compare.</summary>
    public IReadOnlyList<PoolFinding> Warnings { get; } = [];

    private static JsonObject File(UserPoolProps props) =>
        new()
        {
            ["production"] = props.Protection.Production,
            ["userPool"] = JsonSerializer.SerializeToNode(props.Configuration, EnvironmentJson.Options),
            ["threatProtection"] = JsonSerializer.SerializeToNode(props.Threats, EnvironmentJson.Options),
        };

    /// <summary>Functions that the pool does not call: CloudFormation cannot tell a pool to that it does not manage.</summary>
    private IEnumerable<PoolFinding> Uncalled(UserPoolTriggers triggers, JsonObject actual) =>
        from wire in triggers.Wiring
        let called = Called(actual["LambdaConfig"] as JsonObject, wire.Property)
        where !IsOurs(called, wire.Arn)
        group (wire.Property, Called: called) by wire.Setting into uncalled
        select new PoolFinding(
            uncalled.Key,
            $"the pool {UserPoolId} calls {string.Join(", ", uncalled.Select(u => $"{u.Called ?? "nothing"} at {u.Property}"))}, and not what the file has there. After a deployment let it: npm run wire (docs/runbooks/adopt-a-pool.md)."
        );

    /// <summary>A function of this stack is known by the beginning of its name, as long as a name keeps that of its stack.</summary>
    private bool IsOurs(string? called, string arn)
    {
        var stack = Stack.Of(this).StackName;
        return Token.IsUnresolved(arn)
            ? called?.Contains($":function:{stack[..Math.Min(stack.Length, 24)]}", StringComparison.Ordinal) == true
            : called == arn;
    }

    private static string? Called(JsonObject? lambdas, string property) =>
        lambdas?[property] is JsonObject versioned ? versioned["LambdaArn"]?.ToString() : lambdas?[property]?.ToString();
}
