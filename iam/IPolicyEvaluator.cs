using System.Text.Json.Nodes;

namespace CognitoStack.Iam;

/// <summary>Decides requests as IAM does.</summary>
public interface IPolicyEvaluator
{
    /// <summary>Decides questions.</summary>
    /// <param name="policies">Policies by the names that the questions use.</param>
    /// <param name="questions">The questions.</param>
    /// <returns>A verdict for each question, in their order.</returns>
    IReadOnlyList<Verdict> Decide(IReadOnlyDictionary<string, JsonObject> policies, IReadOnlyList<Question> questions);

    /// <summary>Those of the names that are no actions of IAM.</summary>
    IReadOnlyList<string> UnknownActions(IReadOnlyList<string> names);
}

/// <summary>A program that decides, and remembers the policies that it was given.</summary>
public interface IEvaluatorProcess : IPolicyEvaluator, IDisposable
{
    /// <summary>Forgets every policy.</summary>
    void Forget();
}
