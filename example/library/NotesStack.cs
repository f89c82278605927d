using Amazon.CDK;
using CognitoStack.Authentication;
using CognitoStack.Authorization;
using CognitoStack.Common;
using CognitoStack.Configuration;
using CognitoStack.Storage;
using Constructs;

namespace Notes;

/// <summary>A table in which everybody reaches their own notes: all in one stack, with the constructs of CognitoStack.</summary>
internal sealed class NotesStack : Stack
{
    public NotesStack(Construct scope, string id, EnvironmentConfiguration environment)
        : base(scope, id)
    {
        var protection = new DataProtection(environment.Production);
        var pool = new UserPool(this, "Users", new UserPoolProps { Configuration = environment.UserPool, Protection = protection });
        var clients = environment.Clients.ToDictionary(
            client => client.Key,
            client =>
                new AppClient(
                    this,
                    $"Client{client.Key}",
                    new AppClientProps
                    {
                        Name = client.Key,
                        Configuration = client.Value,
                        Pool = pool,
                        PoolConfiguration = environment.UserPool,
                    }
                ).ClientId
        );
        var tables = environment.Storage.Tables.ToDictionary(
            table => table.Key,
            table => new UserTable(this, $"Table{table.Key}", table.Value, key: null, protection).Resource
        );

        var tokens = new TokenSource(
            this,
            new UserPoolReference
            {
                UserPoolId = pool.UserPoolId,
                UserPoolArn = pool.UserPoolArn,
                ClientIds = clients,
            }
        );
        var identities = new IdentityPool(
            this,
            "Identities",
            new IdentityPoolProps
            {
                Tokens = tokens,
                Direct = new DirectProviders(this, "Direct", new()),
                Protection = protection,
            }
        );
        var grants = new GrantCompiler(
            new Dictionary<string, string>(),
            tables.ToDictionary(table => table.Key, table => table.Value.TableArn),
            environment.Place
        );
        var access = environment.Access;
        var roles = access
            .EffectiveRoles(environment.Storage)
            .Keys.ToDictionary(
                role => role,
                role => new UserRole(
                    this,
                    $"Role{role}",
                    new UserRoleProps
                    {
                        Name = role,
                        IdentityPool = identities,
                        Kind = IdentityKind.Authenticated,
                        CarriesTags = false,
                        Statements = grants.Compile(access.EffectiveGrants(role, environment.Storage)),
                        Region = environment.Place,
                        SessionMinutes = access.SessionMinutes,
                    }
                )
            );
        _ = new RoleAttachment(
            this,
            "Attachment",
            new RoleAttachmentProps
            {
                IdentityPool = identities,
                Tokens = tokens,
                Authenticated = roles[access.Authenticated!],
                Guests = null,
                Roles = roles,
                Rules = access.RulesFor,
                RolesFromGroups = false,
                Ambiguous = access.Ambiguous,
            }
        );

        // What the app looks up, and by whose names the proofs know what is what.
        Publish("UserPoolId", pool.UserPoolId);
        Publish("IdentityPoolId", identities.IdentityPoolId);
        foreach (var (name, clientId) in clients)
            Publish(Naming.ClientId(name), clientId);
        foreach (var (name, table) in tables)
            Publish($"TableName{Naming.Pascal(name)}", table.TableName);

        void Publish(string name, string value) => Published.Add(this, environment.Name, name, value, $"{name} of the notes");
    }
}
