using System.CommandLine;
using CognitoStack.Operate.Estimate;

namespace CognitoStack.Operate.Commands;

/// <summary><c>estimate</c>.</summary>
internal static class EstimateCommand
{
    public static Command Create(Surroundings around)
    {
        var users = Number("--users", "Users who are active in a month (operations.monthlyUsers, else 10000)", 1_000_000_000);
        var signIns = Number("--sign-ins", "Sign-ins of a user in a month (10)", 10_000);
        var federated = Number(
            "--federated",
            "Percent of users who come by SAML or OpenID Connect (10 where there is such a provider)",
            100
        );
        var tokens = Number("--tokens", "Tokens of a machine client in a month (720: one an hour)", 1_000_000_000);
        var sms = Number("--sms", "Text messages of a user in a month (2 where they are a second factor)", 10_000);
        var gigabytes = Number("--gigabytes", "What users keep in buckets (0: nobody knows)", 1_000_000_000);
        var format = new Option<string>("--format")
        {
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "table",
            Description = "table or markdown",
        };
        format.AcceptOnlyFromAmong("table", "markdown");
        var command = new Command(
            "estimate",
            $"""
            What an environment costs a month by what its file asks for, and which quotas bind first. It asks nobody: figures are those of one dated file.
            What applications store and transfer is not in it, and free tiers of whole accounts are not, but for Cognito's active users.

            Examples:
              npm run estimate -- -e prod                        for operations.monthlyUsers
              npm run estimate -- -e prod --users 100000
              npm run estimate -- -e prod --format markdown      for a pull request
              npm run estimate -- -e prod --federated 80 --json  for a program

            {ExitCode.Help}
            """
        )
        {
            CommonOptions.Environment,
            users,
            signIns,
            federated,
            tokens,
            sms,
            gigabytes,
            format,
            CommonOptions.AsJson,
        };
        command.SetAction(
            (parsed, _) =>
                around.RunAsync(() =>
                {
                    var environment = EnvironmentFile.Read(parsed.GetRequiredValue(CommonOptions.Environment), new ProjectFiles("cdk"));
                    var said = parsed.GetValue(users) ?? environment.Operations.MonthlyUsers;
                    var prices = Prices.Read();
                    var usage = Usage.Of(
                        environment,
                        said,
                        parsed.GetValue(signIns),
                        parsed.GetValue(federated),
                        parsed.GetValue(tokens),
                        parsed.GetValue(sms),
                        parsed.GetValue(gigabytes)
                    );
                    var estimate = new EstimateReport(
                        environment.Name,
                        usage,
                        prices,
                        CostEstimate.Of(environment, usage, prices),
                        QuotaEstimate.Of(environment, usage, prices)
                    );
                    if (parsed.GetValue(CommonOptions.AsJson))
                        around.Output.WriteLine(estimate.ToJson());
                    else if (parsed.GetValue(format) == "markdown")
                        around.Output.Write(estimate.ToMarkdown());
                    else
                        estimate.Write(around.Console);
                    return Task.FromResult(ExitCode.Done);
                })
        );
        return command;
    }

    private static Option<int?> Number(string name, string about, int most)
    {
        var option = new Option<int?>(name) { HelpName = "N", Description = about };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !(int.TryParse(only.Value, out var n) && n >= 0 && n <= most))
                result.AddError($"{name} must be 0 to {most}.");
        });
        return option;
    }
}
