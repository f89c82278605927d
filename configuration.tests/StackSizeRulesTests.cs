namespace CognitoStack.Configuration.Tests;

public sealed class StackSizeRulesTests
{
    [Fact]
    public void A_stack_has_500_resources()
    {
        Groups(496).IsAccepted();
        Groups(497)
            .IsRefused(
                "$.groups: 497 of them make the stack Authorization 501 resources large; CloudFormation allows 500. Use fewer, or a second environment."
            );

        static Outcome Groups(int count) => Given.Environment($$"""{ "groups": { {{Many(count, i => $"\"g{i}\": {{}}")}} } }""");
    }

    [Fact]
    public void A_stack_has_200_outputs()
    {
        Tables(199).IsAccepted();
        Tables(200)
            .IsRefused(
                "$.storage.tables: 200 of them make 201 outputs of the stack Storage; CloudFormation allows 200. Use fewer, or a second environment."
            );

        static Outcome Tables(int count) =>
            Given.Environment(
                $$"""{ "storage": { "tables": { {{Many(count, i => $"\"t{i}\": {{ \"partitionKey\": \"owner\" }}")}} } }, "access": { "roles": { "member": {} } } }"""
            );
    }

    private static string Many(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(1, count).Select(item));
}
