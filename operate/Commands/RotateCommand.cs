using System.CommandLine;
using CognitoStack.Operate.Aws;
using CognitoStack.Operate.Reports;
using CognitoStack.Operate.Rotate;

namespace CognitoStack.Operate.Commands;

/// <summary><c>rotate</c>.</summary>
internal static class RotateCommand
{
    public static Command Create(Surroundings around)
    {
        var provider = new Option<string?>("--provider")
        {
            HelpName = "NAME",
            Description = "The identity provider, by its name in the file",
        };
        var client = new Option<string?>("--client") { HelpName = "NAME", Description = "The app client, by its name in the file" };
        var secret = new Option<string?>("--secret")
        {
            HelpName = "NAME",
            Description = "With --client: the secret that apps read, made where there is none (cognitostack/ENVIRONMENT/clients/NAME)",
        };
        var finish = new Option<bool>("--finish") { Description = "With --client: every app has the new secret; take the old one away" };
        var noProbe = new Option<bool>("--no-probe") { Description = "With --provider: do not ask it whether the new secret is right" };
        var command = new Command(
            "rotate",
            $"""
            Walks a secret to another one without a sign-in lost. Where it is, is in AWS alone: a run that is stopped goes on, also from another machine.

            An identity provider's: make the new secret there and leave the old one valid, put it into Secrets Manager, and run this. It asks the provider
            whether the secret is right, gives it to Cognito, and looks again.
            An app client's: this gives it a second secret and puts that where apps read it; with --finish it takes the first one away.

            Examples:
              npm run rotate -- --provider Google -e prod
              npm run rotate -- --client portal -e prod            both secrets are valid from now on
              npm run rotate -- --client portal -e prod --finish   the old one is not

            {ExitCode.Help}
            """
        )
        {
            provider,
            client,
            CommonOptions.Environment,
            CommonOptions.Outputs,
            secret,
            finish,
            noProbe,
            CommonOptions.Yes,
            CommonOptions.AsJson,
        };
        command.SetAction(
            (parsed, _) =>
                around.RunAsync(
                    parsed.GetValue(CommonOptions.AsJson),
                    async () =>
                    {
                        var (ofProvider, ofClient) = (parsed.GetValue(provider), parsed.GetValue(client));
                        if (ofProvider is null == ofClient is null)
                            throw new OperateException("Either --provider NAME or --client NAME says whose secret it is.", ExitCode.Usage);
                        var chosen = parsed.GetRequiredValue(CommonOptions.Environment);
                        var environment = EnvironmentFile.Read(chosen, new ProjectFiles("cdk"));
                        if (ofProvider is not null)
                        {
                            var (reference, detail) = SecretOf(environment, ofProvider);
                            var connection = Connection.Open(parsed.GetRequiredValue(CommonOptions.Outputs), environment.Name);
                            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
                            return await new ProviderRotation(
                                new Pace(connection.UserPools.CallAsync),
                                connection.Secrets.CallAsync,
                                connection.UserPoolId,
                                http
                            ).RunAsync(ofProvider, reference, detail, !parsed.GetValue(noProbe), around.Stop);
                        }
                        return await RotateClientAsync(
                            around,
                            environment,
                            ofClient!,
                            parsed.GetRequiredValue(CommonOptions.Outputs),
                            parsed.GetValue(secret) ?? $"cognitostack/{environment.Name}/clients/{ofClient}",
                            parsed.GetValue(finish),
                            parsed.GetValue(CommonOptions.Yes)
                        );
                    }
                )
        );
        return command;
    }

    private static Task<Report> RotateClientAsync(
        Surroundings around,
        EnvironmentConfiguration environment,
        string client,
        FileInfo outputs,
        string secret,
        bool isFinish,
        bool isYes
    )
    {
        if (!environment.Clients.TryGetValue(client, out var declared))
            throw Unknown(environment, $"app client {client}", environment.Clients.Keys);
        if (declared.Type is ClientType.Spa or ClientType.Mobile)
            throw new OperateException(
                $"{client} is a public client ({declared.Type.ToString().ToLowerInvariant()}): it has no secret.",
                ExitCode.Usage
            );
        var connection = Connection.Open(outputs, environment.Name);
        var id =
            connection.Outputs.GetValueOrDefault(Naming.ClientId(client))
            ?? throw new OperateException($"What is deployed has no app client {client} yet. Deploy the environment first.");
        var rotation = new ClientRotation(
            new Pace(connection.UserPools.CallAsync),
            connection.Secrets.CallAsync,
            connection.UserPoolId,
            id,
            secret
        );
        return isFinish ? rotation.FinishAsync(question => around.Confirm(isYes, question), around.Stop) : rotation.BeginAsync(around.Stop);
    }

    private static (SecretReference Reference, string Detail) SecretOf(EnvironmentConfiguration environment, string name) =>
        environment.IdentityProviders.TryGetValue(name, out var provider)
            ? provider switch
            {
                GoogleConfiguration google => (google.ClientSecret, "client_secret"),
                FacebookConfiguration facebook => (facebook.ClientSecret, "client_secret"),
                AmazonConfiguration amazon => (amazon.ClientSecret, "client_secret"),
                OidcConfiguration { ClientSecret: { } secret } => (secret, "client_secret"),
                AppleConfiguration apple => (apple.PrivateKey, "private_key"),
                _ => throw new OperateException(
                    $"{name} has no secret: SAML providers have certificates (docs/runbooks/roll-a-certificate.md).",
                    ExitCode.Usage
                ),
            }
            : throw Unknown(environment, $"identity provider {name}", environment.IdentityProviders.Keys);

    private static OperateException Unknown(EnvironmentConfiguration environment, string what, IEnumerable<string> known) =>
        new($"{environment.Name} has no {what}. It has {string.Join(", ", known.DefaultIfEmpty("none"))}.", ExitCode.Usage);
}
