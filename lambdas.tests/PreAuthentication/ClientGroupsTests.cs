using System.Collections.Immutable;
using CognitoStack.Lambda.PreAuthentication.Groups;
using CognitoStack.Lambda.Tests.Support;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class ClientGroupsTests : IAsyncLifetime
{
    private FakeCognito cognito = null!;
    private ClientGroups groups = null!;

    public async Task InitializeAsync()
    {
        cognito = await FakeCognito.StartAsync();
        var allowed = new Dictionary<string, ImmutableArray<string>> { [FakeCognito.PortalParameter] = ["admins", "staff"] };
        groups = new ClientGroups(cognito.Client, cognito.ClientIds(), allowed);
        cognito.Groups["jane"] = ["readers", "writers", "staff"];
        cognito.Groups["john"] = ["readers", "admins2", "Staff"];
    }

    public async Task DisposeAsync() => await cognito.DisposeAsync();

    [Fact]
    public async Task A_member_of_one_of_the_groups_may_use_the_client_even_on_the_last_page()
    {
        Assert.True(await AllowAsync("jane"));
        Assert.Equal(3, cognito.Operations.Count(name => name == "AdminListGroupsForUser"));
    }

    [Theory]
    [InlineData("john")]
    [InlineData("somebody")]
    [InlineData(null)]
    public async Task Anybody_else_may_not(string? user) => Assert.False(await AllowAsync(user));

    [Theory]
    [InlineData("UserNotFoundException")]
    [InlineData("InvalidParameterException")] // what was typed is no name
    public async Task Nor_may_somebody_whom_the_pool_does_not_know(string error)
    {
        cognito.Script = call => call.Operation == "AdminListGroupsForUser" ? CognitoReply.Error(error) : null;

        Assert.False(await AllowAsync("nobody"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Groups":[]}""")]
    [InlineData("""{"Groups":[{"Description":"admins"}]}""")]
    public async Task Nor_may_a_user_in_no_group_however_Cognito_says_so(string answer)
    {
        cognito.Script = call => call.Operation == "AdminListGroupsForUser" ? new CognitoReply(200, answer) : null;

        Assert.False(await AllowAsync("jane"));
    }

    [Fact]
    public async Task A_client_without_groups_is_for_everybody()
    {
        Assert.True(await groups.AllowAsync("pool", "2example", null, CancellationToken.None));
        Assert.Empty(cognito.Operations);
    }

    private Task<bool> AllowAsync(string? user) => groups.AllowAsync("pool", "1example23456789", user, CancellationToken.None);
}
