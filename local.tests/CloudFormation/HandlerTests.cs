using System.Text.Json.Nodes;
using CognitoStack.Local.Access;
using CognitoStack.Local.CloudFormation;
using CognitoStack.Local.Deployment;
using CognitoStack.Local.Deployment.Stacks;
using CognitoStack.Local.Tests.Access;
using CognitoStack.Local.Tests.Deployment;
using Microsoft.Extensions.DependencyInjection;

namespace CognitoStack.Local.Tests.CloudFormation;

/// <summary>What the shipped environments ask of services is what the evaluator can judge.</summary>
public sealed class HandlerTests(HandlerTests.Judge judge) : IClassFixture<HandlerTests.Judge>, IDisposable
{
    private readonly Bench bench = new();

    [Theory]
    [MemberData(nameof(ShippedEnvironmentTests.Environments), MemberType = typeof(ShippedEnvironmentTests))]
    public async Task An_administrator_may_make_and_remove_all_of_an_environment(string environment)
    {
        var (all, none) = await ShippedAsync(
            environment,
            new JsonObject { ["ManagedPolicyArns"] = new JsonArray("arn:aws:iam::aws:policy/AdministratorAccess") }
        );

        Assert.Empty(await RefusedAsync(none, all.Resources.SelectMany(r => Creation(r, none, all))));
        Assert.Empty(await RefusedAsync(all, all.Resources.SelectMany(r => Handlers.OfRemoval(r, all))));
        // As in the rollback of a creation, which nobody has seen yet.
        Assert.Empty(await RefusedAsync(none, all.Resources.SelectMany(r => Handlers.OfRemoval(r, none))));
    }

    [Fact]
    public async Task Somebody_who_may_make_tables_makes_nothing_else()
    {
        var (all, none) = await ShippedAsync(
            "prod",
            JsonNode
                .Parse(
                    """{ "Policies": [{ "PolicyName": "tables", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:*:*:table/CognitoStack-*" }] } }] }"""
                )!
                .AsObject()
        );

        foreach (var resource in all.Resources.Where(r => r.Type != "AWS::CDK::Metadata" && r.LogicalId != "Exec"))
        {
            var asked = Creation(resource, none, all).ToList();
            Assert.NotEmpty(asked);
            Assert.Equal(resource.Type == "AWS::DynamoDB::Table" ? 0 : asked.Count, (await RefusedAsync(none, asked)).Count);
        }
    }

    public void Dispose() => bench.Dispose();

    private static IReadOnlyList<AccessRequest> Creation(Resource resource, Deployed now, Deployed next) =>
        Handlers.Of(new(ChangeAction.Add, null, resource, [], []), now, next);

    /// <summary>All of an environment with a role of these properties, and the role alone.</summary>
    private async Task<(Deployed All, Deployed None)> ShippedAsync(string environment, JsonObject properties)
    {
        var shipped = await ShippedTemplates.DeployAsync(bench, environment);
        var role = new Resource
        {
            Stack = "CDKToolkit",
            LogicalId = "Exec",
            Type = "AWS::IAM::Role",
            Name = "exec",
            Arn = $"arn:aws:iam::{shipped.Account}:role/exec",
            Properties = properties,
        };
        return (
            new(shipped.Account, shipped.Region, [.. shipped.Resources, role], shipped.Outputs),
            new(shipped.Account, shipped.Region, [role], shipped.Outputs)
        );
    }

    private async Task<IReadOnlyList<string>> RefusedAsync(Deployed now, IEnumerable<AccessRequest> requests)
    {
        var session = new RoleSession
        {
            RoleArn = $"arn:aws:iam::{now.Account}:role/exec",
            SessionName = "AWSCloudFormation",
            Expires = DateTimeOffset.MaxValue,
        };
        judge.Deployment.Current = now;
        var refused = await Task.WhenAll(
            requests.Select(async r =>
                await judge.Authorizer.DecideAsync(session, [r], CancellationToken.None) is { Allowed: false } d
                    ? $"{r.Action} {r.Resource}: {d.By}"
                    : null
            )
        );
        return [.. refused.OfType<string>().Distinct()];
    }

    /// <summary>IAM with the real evaluator, whose process takes long to start.</summary>
    public sealed class Judge : IAsyncLifetime, IDisposable
    {
        private readonly Bench bench = new();
        private readonly ServiceProvider services;

        public Judge() =>
            services = new ServiceCollection()
                .AddLogging()
                .AddSingleton(bench.State)
                .AddSingleton(TimeProvider.System)
                .AddSingleton<IDeployment>(Deployment)
                .AddAccess()
                .BuildServiceProvider();

        internal FakeDeployment Deployment { get; } = new();

        internal IAuthorizer Authorizer => services.GetRequiredService<IAuthorizer>();

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync() => await services.DisposeAsync();

        public void Dispose()
        {
            services.Dispose();
            bench.Dispose();
        }
    }
}
