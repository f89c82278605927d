using CognitoStack.Local.Access;

namespace CognitoStack.Local.Tests.UserPools;

/// <summary>Groups that the API makes, changes and deletes, beside those that are deployed.</summary>
public sealed class GroupTests(PoolHost host) : IClassFixture<PoolHost>
{
    private const string RoleArn = "arn:aws:iam::111122223333:role/Editor";

    [Fact]
    public async Task A_group_is_made_has_members_is_changed_and_deleted()
    {
        host.Deploy();
        var (name, email) = ($"editors-🙂-{Guid.NewGuid():N}", await host.UserAsync());
        var made = (
            await host.AdminAsync(
                "CreateGroup",
                new
                {
                    GroupName = name,
                    Description = "May edit",
                    RoleArn,
                    Precedence = 3,
                }
            )
        )["Group"]!;
        Assert.Equal(
            (name, "May edit", RoleArn, 3, Templates.PoolId),
            (
                made["GroupName"]!.ToString(),
                made["Description"]!.ToString(),
                made["RoleArn"]!.ToString(),
                (int)made["Precedence"]!,
                made["UserPoolId"]!.ToString()
            )
        );
        Assert.NotNull(made["CreationDate"]);
        await host.AdminRefusedAsync("GroupExistsException", "CreateGroup", new { GroupName = name });

        await host.AdminAsync("AdminAddUserToGroup", new { Username = email, GroupName = name });
        var claims = PoolHost.Claims((await host.TokensAsync(email)).Id);
        Assert.Equal((name, RoleArn), (claims["cognito:groups"]![0]!.ToString(), claims["cognito:preferred_role"]!.ToString()));
        Assert.Equal(
            email,
            PoolHost.Attribute((await host.AdminAsync("ListUsersInGroup", new { GroupName = name }))["Users"]![0]!["Attributes"], "email")
        );

        var changed = (await host.AdminAsync("UpdateGroup", new { GroupName = name, Precedence = 0 }))["Group"]!;
        Assert.Equal(("May edit", 0), (changed["Description"]!.ToString(), (int)changed["Precedence"]!));
        Assert.Contains((await host.AdminAsync("ListGroups", new { }))["Groups"]!.AsArray(), g => g!["GroupName"]!.ToString() == name);

        await host.AdminAsync("DeleteGroup", new { GroupName = name });
        foreach (var operation in new[] { "GetGroup", "UpdateGroup", "DeleteGroup" })
            await host.AdminRefusedAsync("ResourceNotFoundException", operation, new { GroupName = name });
        Assert.False(PoolHost.Claims((await host.TokensAsync(email)).Id).ContainsKey("cognito:groups"));
        // Who was in it is not in the next one of its name.
        await host.AdminAsync("CreateGroup", new { GroupName = name });
        Assert.False(PoolHost.Claims((await host.TokensAsync(email)).Id).ContainsKey("cognito:groups"));
    }

    [Fact]
    public async Task A_group_that_is_deployed_can_be_changed_and_deleted_too()
    {
        host.Deploy(others: [Templates.Group("admins", 1, RoleArn)]);
        Assert.Equal(9, (int)(await host.AdminAsync("UpdateGroup", new { GroupName = "admins", Precedence = 9 }))["Group"]!["Precedence"]!);
        host.Restart();
        Assert.Equal(
            (9, RoleArn),
            (
                (int)(await host.AdminAsync("GetGroup", new { GroupName = "admins" }))["Group"]!["Precedence"]!,
                (await host.AdminAsync("GetGroup", new { GroupName = "admins" }))["Group"]!["RoleArn"]!.ToString()
            )
        );
        Assert.Equal(9, (int)Declared().Properties["Precedence"]!);

        await host.AdminAsync("DeleteGroup", new { GroupName = "admins" });
        Assert.Throws<InvalidOperationException>(Declared);
        Assert.DoesNotContain(
            (await host.AdminAsync("ListGroups", new { }))["Groups"]!.AsArray(),
            g => g!["GroupName"]!.ToString() == "admins"
        );

        // What a deployment says counts again.
        host.Deploy(others: [Templates.Group("admins", 1, RoleArn)]);
        Assert.Equal(1, (int)(await host.AdminAsync("GetGroup", new { GroupName = "admins" }))["Group"]!["Precedence"]!);

        Resource Declared() => host.Deployment.Current.OfType("AWS::Cognito::UserPoolGroup").Single();
    }

    [Theory]
    [InlineData("", null, null, null)]
    [InlineData("a b", null, null, null)]
    [InlineData("ok", null, "no-arn", null)]
    [InlineData("ok", null, null, -1)]
    public async Task A_group_that_cannot_be_is_refused(string name, string? description, string? roleArn, int? precedence)
    {
        host.Deploy();
        await host.AdminRefusedAsync(
            "InvalidParameterException",
            "CreateGroup",
            new
            {
                GroupName = name,
                Description = description,
                RoleArn = roleArn,
                Precedence = precedence,
            }
        );
    }

    [Theory]
    [InlineData("CreateGroup")]
    [InlineData("UpdateGroup")]
    [InlineData("DeleteGroup")]
    public async Task IAM_decides_who_may(string operation)
    {
        host.Deploy();
        await host.RefusedAsync("MissingAuthenticationTokenException", operation, new { UserPoolId = Templates.PoolId, GroupName = "x" });
        host.Authorizer.Allows = false;
        var function = new RoleSession
        {
            RoleArn = "arn:aws:iam::111122223333:role/Gate",
            SessionName = "gate",
            Expires = DateTimeOffset.MaxValue,
        };
        await host.RefusedAsync(
            "AccessDeniedException",
            () => host.CallAsync(operation, new { UserPoolId = Templates.PoolId, GroupName = "x" }, function)
        );
    }
}
