using Reverie.Language.Advisers.Chat;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Local;

/// <summary>A question as roles and words.</summary>
internal static class LocalMessages
{
    internal static (string Role, string Content)[] Of(PromptTemplate prompt, Question question) =>
        [.. ChatMessages.Of(prompt, question).Select(message => (message.Role.Value, message.Text))];
}
