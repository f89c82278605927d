using CognitoStack.Lambda.PreAuthentication;
using CognitoStack.Lambda.PreAuthentication.DenyList;
using CognitoStack.Lambda.PreAuthentication.Linking;

namespace CognitoStack.Lambda.Tests.PreAuthentication;

public sealed class DenySubjectsTests
{
    [Fact]
    public void A_sign_in_is_looked_up_by_user_client_and_every_domain()
    {
        var subjects = DenySubjects.Of(
            new SignInAttempt
            {
                UserName = "jane",
                Sub = "3f2b6c1e",
                ClientId = "1example",
                Email = "Jane.Doe@Mail.Example.CO.UK.",
            },
            null
        );

        Assert.Superset(
            new HashSet<string>
            {
                "user#jane",
                "user#3f2b6c1e",
                "client#1example",
                "user#jane.doe@mail.example.co.uk",
                "mailbox#janedoe@mail.example.co.uk",
                "domain#mail.example.co.uk",
                "domain#example.co.uk",
                "domain#co.uk",
                "domain#uk",
            },
            subjects!.ToHashSet()
        );
    }

    [Fact]
    public void What_is_absent_is_not_looked_up_and_nothing_twice()
    {
        Assert.Equal([], DenySubjects.Of(new SignInAttempt(), null));
        Assert.Equal(
            ["user#jane"],
            DenySubjects.Of(
                new SignInAttempt
                {
                    UserName = "jane",
                    Sub = "jane",
                    ClientId = "",
                },
                null
            )
        );
    }

    [Fact]
    public void The_account_that_an_identity_will_be_linked_to_is_looked_up_too()
    {
        var link = new AccountLink("pool", new FederatedIdentity("Google", "7"), "jane", "3f2b6c1e", IsMade: false);

        Assert.Equal(["user#google_7", "user#jane", "user#3f2b6c1e"], DenySubjects.Of(new SignInAttempt { UserName = "google_7" }, link));
    }

    [Fact]
    public void A_user_is_looked_up_as_named_and_in_lower_case()
    {
        var link = new AccountLink("pool", new FederatedIdentity("Google", "7"), "Jane", "3f2b6c1e", IsMade: false);

        Assert.Equal(
            ["user#google_7", "user#jane", "user#3f2b6c1e", "user#Google_7", "user#Jane"],
            DenySubjects.Of(new SignInAttempt { UserName = "Google_7" }, link)
        );
    }

    [Theory]
    [InlineData("user#Jane.Doe@Example.com")] // as the console shows it
    [InlineData("user#jane.doe@example.com")]
    [InlineData("user#Jane.Doe@example.com")]
    [InlineData("domain#Example.com")]
    [InlineData("domain#example.com")]
    public void An_address_is_looked_up_as_it_is_spelled_and_in_lower_case(string subject) =>
        Assert.Contains(subject, DenySubjects.Of(new SignInAttempt { Email = "Jane.Doe@Example.com" }, null)!);

    [Theory]
    [InlineData("janedoe@gmail.com")]
    [InlineData("Jane.Doe+shop@GMail.com")]
    [InlineData("j.a.n.e.d.o.e+a+b@gmail.com")]
    public void Every_variant_of_an_address_is_looked_up_as_one_mailbox(string email) =>
        Assert.Contains("mailbox#janedoe@gmail.com", DenySubjects.Of(new SignInAttempt { Email = email }, null)!);

    [Fact]
    public void What_begins_with_a_plus_is_a_mailbox_of_its_own() =>
        Assert.Contains("mailbox#+jane@gmail.com", DenySubjects.Of(new SignInAttempt { Email = "+jane@gmail.com" }, null)!);

    [Fact]
    public void A_read_takes_the_keys_of_any_sign_in()
    {
        var attempt = new SignInAttempt
        {
            UserName = "A",
            Sub = "B",
            ClientId = "c",
            Email = $"a@{string.Join('.', Enumerable.Repeat("b", 90))}",
        };

        Assert.Equal(
            100,
            DenySubjects.Of(attempt, new AccountLink("pool", new FederatedIdentity("Google", "7"), "D", "E", IsMade: false))?.Count
        );
    }

    [Theory]
    [InlineData('a', 2043, 3)]
    [InlineData('a', 2044, 2)] // "user#" and this are 2049 bytes
    [InlineData('ü', 1021, 3)]
    [InlineData('ü', 1022, 2)]
    public void A_name_longer_than_any_key_is_not_looked_up_and_all_else_is(char letter, int length, int subjects) =>
        Assert.Equal(
            subjects,
            DenySubjects
                .Of(
                    new SignInAttempt
                    {
                        UserName = new(letter, length),
                        Sub = "3f2b6c1e",
                        ClientId = "1example",
                    },
                    null
                )!
                .Count
        );

    [Theory]
    [InlineData("jane")]
    [InlineData("jane@a@b.com")]
    [InlineData("jane@\uFF45vil.com")]
    public void An_address_that_is_not_clean_cannot_be_looked_up(string email) =>
        Assert.Null(DenySubjects.Of(new SignInAttempt { Email = email }, null));

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void A_domain_of_more_labels_than_one_read_takes_is_not_clean(int labels, bool isClean) =>
        Assert.Equal(
            isClean,
            DenySubjects.Of(new SignInAttempt { Email = $"a@{string.Join('.', Enumerable.Repeat("b", labels))}" }, null) is not null
        );
}
