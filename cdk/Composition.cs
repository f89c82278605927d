using Amazon.CDK;
using CognitoStack.Authentication;
using CognitoStack.Authentication.Adoption;
using CognitoStack.Authentication.Triggers;
using CognitoStack.Authorization;
using CognitoStack.Common;
using CognitoStack.Configuration;
using CognitoStack.Delivery;
using CognitoStack.Operations;
using CognitoStack.Storage;

namespace CognitoStack.App;

/// <summary>Builds the stacks of an environment, in dependency order.</summary>
public static class Composition
{
    /// <summary>Templates that AWS's validator found nothing in.</summary>
    private static readonly string Verdicts = Path.Combine("artifacts", "validated");

    /// <summary>The app that the stacks are added to.</summary>
    /// <param name="context">Context beyond that of the CLI.</param>
    /// <param name="output">Folder of the cloud assembly; null is where the CLI says.</param>
    public static Amazon.CDK.App NewApp(IDictionary<string, object> context, string? output = null) =>
        new(
            new AppProps
            {
                // The CLI's own metadata resource would change every template with every version of the tools.
                AnalyticsReporting = false,
                // It is among the checks that are added with the stacks.
                BuiltinCloudFormationValidation = false,
                Context = context,
                Outdir = output,
            }
        );

    /// <summary>Adds the stacks and their checks to an app.</summary>
    /// <returns>The user pool that the environment adopts, compared with the file; null where it makes one.</returns>
    public static AdoptedUserPool? AddStacks(Amazon.CDK.App app, EnvironmentConfiguration environment, TriggerCode code)
    {
        var authentication = new AuthenticationStack(
            app,
            Name("Authentication"),
            Props("who users are: user pool, login pages, app clients, triggers"),
            environment,
            code
        );
        var storage = new StorageStack(app, Name("Storage"), Props("what users reach: buckets and tables"), environment);
        _ = new AuthorizationStack(
            app,
            Name("Authorization"),
            Props("what users may do: identity pool, roles, groups"),
            environment,
            new EarlierStacks(authentication, storage)
        );
        if (environment.HasOperations)
            _ = new OperationsStack(
                app,
                Name("Operations"),
                Props("what watches: alarms, dashboard, web firewall, logs"),
                environment,
                authentication
            );
        // A role's own tags count as principal tags of its sessions: a cost tag must not become somebody's tenant.
        foreach (var (key, value) in environment.Tags)
            Tags.Of(app).Add(key, value, new TagProps { ExcludeResourceTypes = ["AWS::IAM::Role"] });
        AddChecks(app, Verdicts);
        return authentication.Adopted;

        string Name(string part) => $"CognitoStack-{environment.Name}-{part}";
        StackProps Props(string what) =>
            new()
            {
                Description = $"CognitoStack {environment.Name}: {what}",
                Env = Place(environment),
                TerminationProtection = environment.Production,
            };
    }

    /// <summary>Adds the stack of who may deliver, and its checks.</summary>
    public static void AddDelivery(
        Amazon.CDK.App app,
        (DeliveryConfiguration Delivery, IReadOnlyList<DeliveredEnvironment> Environments, string? Account) file
    )
    {
        _ = new DeliveryStack(
            app,
            "CognitoStack-Delivery",
            new StackProps
            {
                Description = "CognitoStack: who may deliver from GitHub",
                Env = new Amazon.CDK.Environment
                {
                    Account = file.Account ?? System.Environment.GetEnvironmentVariable("CDK_DEFAULT_ACCOUNT"),
                    Region = file.Environments[0].Region ?? System.Environment.GetEnvironmentVariable("CDK_DEFAULT_REGION"),
                },
                TerminationProtection = true,
            },
            file.Delivery,
            file.Environments
        );
        AddChecks(app, Verdicts);
    }

    /// <summary>Adds the checks that every synthesis runs: cdk-nag, and AWS's template validator, which is asked once for each template.</summary>
    /// <param name="app">The app.</param>
    /// <param name="verdicts">Folder that keeps which templates the validator found nothing in.</param>
    public static void AddChecks(Amazon.CDK.App app, string verdicts)
    {
        TemplateChecks.AddTo(app);
        // As for the CDK's own registration: `cdk synth --no-validation` is a decision of who synthesizes.
        if (System.Environment.GetEnvironmentVariable("CDK_VALIDATION") != "false")
            Validations.Of(app).AddPlugins(new TemplateValidator(verdicts));
    }

    /// <summary>Where to deploy: as the file says, or else as the CLI's credentials say.</summary>
    private static Amazon.CDK.Environment Place(EnvironmentConfiguration environment) =>
        new()
        {
            Account = environment.TargetAccount ?? System.Environment.GetEnvironmentVariable("CDK_DEFAULT_ACCOUNT"),
            Region = environment.TargetRegion ?? System.Environment.GetEnvironmentVariable("CDK_DEFAULT_REGION"),
        };
}
