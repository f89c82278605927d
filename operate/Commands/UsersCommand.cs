using System.CommandLine;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;
using CognitoStack.Operate.Users;

namespace CognitoStack.Operate.Commands;

/// <summary><c>users export|import|restore</c>.</summary>
internal static class UsersCommand
{
    private static readonly Option<FileInfo?> Out = new("--out") { HelpName = "FILE", Description = "Where to (users.NAME.jsonl)" };

    private static readonly Option<bool> NoMfa = new("--no-mfa")
    {
        Description =
            "Leave out which second factors users have: AWS tells them user by user, and counts each who is asked for as active in this month",
    };

    private static readonly Option<string> By = new("--by")
    {
        HelpName = "HOW",
        Description =
            "each: call by call; job: by Cognito's import job, which makes nobody an active user and has everybody reset the password",
        DefaultValueFactory = _ => "each",
    };

    private static readonly Option<string?> Role = new("--role")
    {
        HelpName = "ARN",
        Description = "With --by job: the IAM role by which Cognito logs how each row went",
    };

    private static readonly Option<string?> Hashes = new("--hashes")
    {
        HelpName = "KIND",
        Description = $"With --by job: the file has password hashes of this kind: {string.Join(", ", PasswordHashes.All)}",
    };

    private static readonly Option<string?> Map = new("--map")
    {
        HelpName = "FILE",
        Description = "Where it is written what became of each user, old and new sub (FILE.map.jsonl)",
    };

    public static Command Create(Surroundings around)
    {
        By.AcceptOnlyFromAmong("each", "job");
        Hashes.AcceptOnlyFromAmong(PasswordHashes.All);
        return new("users", "Exports users, imports those of another system, restores an export into another user pool.")
        {
            Export(around),
            Import(around),
            Restore(around),
        };
    }

    private static Command Export(Surroundings around)
    {
        var command = new Command(
            "export",
            $"""
            Writes all users to a file of JSON Lines: attributes, status, groups, linked accounts, second factors. The file is there when it is whole; a run
            that is stopped goes on where it was. It holds personal data: keep it as you keep those.

            AWS never gives out, and so no export has: {string.Join("; ", UserLine.NeverGiven)}.

            Examples:
              npm run users -- export -e prod                          to users.prod.jsonl
              npm run users -- export -e prod --out /safe/prod.jsonl   elsewhere
              npm run users -- export -e prod --rate 5 --json          slowly, with a report for programs
              npm run users -- export -e local --local                 of the local AWS

            {ExitCode.Help}
            """
        )
        {
            CommonOptions.Environment,
            CommonOptions.Outputs,
            Out,
            NoMfa,
            CommonOptions.Rate,
            CommonOptions.Yes,
            CommonOptions.AsJson,
        };
        command.SetAction(
            (parsed, _) =>
                around.RunAsync(
                    parsed.GetValue(CommonOptions.AsJson),
                    async () =>
                    {
                        var (connection, pools) = Connect(parsed);
                        var withFactors = !parsed.GetValue(NoMfa);
                        var facts = await PoolFacts.ReadAsync(pools, connection.UserPoolId, around.Stop);
                        if (withFactors && facts.Mfa != "OFF" && connection.IsAws)
                        {
                            around.Error.WriteLine(
                                $"AWS tells second factors user by user (AdminGetUser), and each of the about {facts.Users} users counts as active in this month for it, on Cognito's bill. --no-mfa leaves them out."
                            );
                            around.Confirm(parsed.GetValue(CommonOptions.Yes), "Ask for them?");
                        }
                        var to = parsed.GetValue(Out) ?? new FileInfo($"users.{parsed.GetValue(CommonOptions.Environment)}.jsonl");
                        return await Watching.RunAsync(
                            around.Console,
                            around.Error,
                            "users",
                            watch => new UserExport(pools, connection.UserPoolId, watch, withFactors).RunAsync(to, around.Stop)
                        );
                    }
                )
        );
        return command;
    }

    private static Command Import(Surroundings around)
    {
        var file = File(
            "JSON Lines as an export has them (username and attributes do; password is taken), or a CSV file with the columns of the user pool"
        );
        var command = new Command(
            "import",
            $"""
            Brings users of another system into the user pool. Nobody is written to. Whoever has no password sets one by "forgot password".

            Examples:
              npm run users -- import people.jsonl -e prod                                       call by call
              npm run users -- import people.csv -e prod --by job --role arn:aws:iam::1…:role/…  by Cognito's import job
              npm run users -- import people.csv -e prod --by job --role … --hashes BCRYPT       and people keep their passwords

            Hashes of kinds that the job does not know, or whose cost AWS does not take, cannot be imported: the user-migration trigger asks the old system
            at the first sign-in instead.

            {ExitCode.Help}
            """
        )
        {
            file,
            CommonOptions.Environment,
            CommonOptions.Outputs,
            By,
            Role,
            Hashes,
            Map,
            CommonOptions.Rate,
            CommonOptions.AsJson,
        };
        command.SetAction((parsed, _) => LoadAsync(around, parsed, "users import", parsed.GetRequiredValue(file)));
        return command;
    }

    private static Command Restore(Surroundings around)
    {
        var file = File("What an export has written");
        var command = new Command(
            "restore",
            $"""
            Makes the users of an export anew in a user pool, which may be another one: attributes, groups, linked accounts, second factors by message. Each
            gets a new sub; the map has the old and the new one. Doing it twice changes nothing.

            Examples:
              npm run users -- restore users.prod.jsonl -e prod-2
              npm run users -- restore users.prod.jsonl -e prod-2 --by job --role arn:aws:iam::1…:role/… --yes

            {ExitCode.Help}
            """
        )
        {
            file,
            CommonOptions.Environment,
            CommonOptions.Outputs,
            By,
            Role,
            Map,
            CommonOptions.Rate,
            CommonOptions.Yes,
            CommonOptions.AsJson,
        };
        command.SetAction(
            (parsed, _) =>
                LoadAsync(
                    around,
                    parsed,
                    "users restore",
                    parsed.GetRequiredValue(file),
                    (connection, facts) =>
                    {
                        foreach (var line in RestoreNotice.Of(connection, facts, parsed.GetValue(By) == "job"))
                            around.Error.WriteLine(line);
                        around.Confirm(parsed.GetValue(CommonOptions.Yes), $"Restore into {facts.Id} at {connection.Place}?");
                    }
                )
        );
        return command;
    }

    private static Task<int> LoadAsync(
        Surroundings around,
        ParseResult parsed,
        string command,
        FileInfo file,
        Action<Connection, PoolFacts>? before = null
    ) =>
        around.RunAsync(
            parsed.GetValue(CommonOptions.AsJson),
            async () =>
            {
                var (byJob, role) = (parsed.GetValue(By) == "job", parsed.GetValue(Role));
                var hashes = command == "users import" ? parsed.GetValue(Hashes) : null;
                if (byJob != role is not null)
                    throw new OperateException(
                        "--by job and --role ARN go together: AWS makes no import job without a role.",
                        ExitCode.Usage
                    );
                if (hashes is not null && !byJob)
                    throw new OperateException(
                        "Password hashes are imported with --by job alone: no other operation of Cognito takes them.",
                        ExitCode.Usage
                    );
                if (!file.Exists)
                    throw new OperateException($"{file} is not there.", ExitCode.Usage);
                var (connection, pools) = Connect(parsed);
                before?.Invoke(connection, await PoolFacts.ReadAsync(pools, connection.UserPoolId, around.Stop));
                var map = parsed.GetValue(Map) ?? $"{file.FullName}.map.jsonl";
                return await Watching.RunAsync(
                    around.Console,
                    around.Error,
                    "users",
                    watch =>
                        new UserLoad(pools, connection.Logs.CallAsync, connection.UserPoolId, watch).RunAsync(
                            new(command, file, map, byJob, role, hashes),
                            around.Stop
                        )
                );
            }
        );

    private static (Connection Connection, Pace Pools) Connect(ParseResult parsed)
    {
        var connection = Connection.Open(
            parsed.GetRequiredValue(CommonOptions.Outputs),
            parsed.GetRequiredValue(CommonOptions.Environment)
        );
        return (connection, new Pace(connection.UserPools.CallAsync, parsed.GetValue(CommonOptions.Rate)));
    }

    private static Argument<FileInfo> File(string about) => new("FILE") { Description = about };
}
