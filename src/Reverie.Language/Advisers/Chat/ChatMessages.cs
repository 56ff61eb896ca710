using Microsoft.Extensions.AI;
using Reverie.Language.Advisers.Prompts;

namespace Reverie.Language.Advisers.Chat;

/// <summary>A question as a conversation.</summary>
internal static class ChatMessages
{
    /// <summary>The task, the examples, and the question last.</summary>
    internal static List<ChatMessage> Of(PromptTemplate prompt, Question question)
    {
        var messages = new List<ChatMessage>();
        if (prompt.System.Length > 0)
            messages.Add(new(ChatRole.System, prompt.System));
        foreach (var (asked, answered) in prompt.Examples)
        {
            messages.Add(new(ChatRole.User, asked));
            messages.Add(new(ChatRole.Assistant, answered));
        }
        messages.Add(new(ChatRole.User, prompt.Ask(question)));
        return messages;
    }
}
