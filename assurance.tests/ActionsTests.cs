using CognitoStack.Assurance.Access;
using CognitoStack.Iam;

namespace CognitoStack.Assurance.Tests;

public sealed class ActionsTests
{
    [Fact]
    public void Every_action_that_is_asked_for_is_one_of_IAM()
    {
        using var evaluator = EvaluatorSupervisor.OfNode();
        Assert.Empty(evaluator.UnknownActions(Actions.All));
    }
}
