"""The graph as tools of a language model, asked by a real client of the protocol over a real process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError
from serving import make_world

KG = [sys.executable, "-m", "kg"]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the ready queries' tests, on disk."""
    return make_world(tmp_path_factory.mktemp("mcp") / "store")


Conversation = Callable[[Client], Awaitable[None]]
Talk = Callable[[Conversation], None]


@contextmanager
def talking(store: Path, *options: str) -> Iterator[Talk]:
    """Start ``kg mcp`` as a language model's program does, talk to it, end it."""
    server = StdioServerParameters(command=KG[0], args=[*KG[1:], "mcp", "--store", str(store), *options])
    with start_blocking_portal() as portal:

        async def in_time(conversation: Conversation, client: Client) -> None:
            with anyio.fail_after(60):
                await conversation(client)

        with portal.wrap_async_context_manager(Client(stdio_client(server))) as client:
            yield lambda conversation: portal.call(in_time, conversation, client)


@pytest.fixture(scope="module")
def talk(store: Path) -> Iterator[Talk]:
    """One process that several tests talk to, as one program does for hours."""
    with talking(store) as talk:
        yield talk


async def ask(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    told = result.content[0].text
    assert "Traceback" not in told
    assert str(Path.cwd()) not in told
    return told


def test_every_tool_describes_itself_and_answers(talk):
    async def conversation(client):
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())
        asked = {
            "search_actors": {"words": "turkiye"},
            "alias": {"name": "HTS", "on": "2014"},
            "actor": {"actor": "Hayat Tahrir al-Sham"},
            "ties": {"source": "turkey", "where": {"relation": ["backs"]}},
            "evidence": {"source": "turkey", "target": "hts"},
            "path": {"start": "iran", "end": "hts"},
            "timeline": {},
            "documents": {"publisher": "Wire"},
            "document": {"id": "d3"},
            "list_queries": {},
            "run_query": {"name": "backed-by-actor", "values": {"actor": "russia"}},
            "sparql": {"query": "SELECT ?a { ?a kg:backs ?b }"},
        }
        assert asked.keys() == tools.keys()
        answers = {name: await ask(client, name, **values) for name, values in asked.items()}
        assert answers["search_actors"]["items"][0]["id"] == "turkey"
        assert answers["alias"]["name_in_force"] == "al-Nusra Front"
        assert answers["actor"]["name"] == "Hayat Tahrir al-Sham"
        assert {tie["target"]["id"] for tie in answers["ties"]["items"]} == {"hts", "sna"}
        assert [step["end"]["id"] for step in answers["path"]["steps"]][-1] == "hts"
        assert answers["documents"]["total"] == 2
        assert answers["document"]["evidence"]["total"] == 11
        assert answers["list_queries"]["total"] >= 30
        assert answers["run_query"]["items"][0]["backed"] == "syria"
        assert len(answers["sparql"]["results"]["bindings"]) > 5

    talk(conversation)


def test_a_claim_comes_with_its_sentence_claimant_document_and_date_marked_as_a_quotation(talk):
    async def conversation(client):
        found = await ask(client, "evidence", source="turkey", target="hts", where={"contested": True})
        denied = next(item for item in found["items"] if item["polarity"] == "denied")
        assert denied["evidence"]["quote"] == "Sentence 23."
        assert denied["claimant"]["name"] == "Türkiye"
        assert (denied["document"], denied["about"]["date"]) == ("d4", "2024-12-20")
        assert "quote" in found["note"]
        assert "never instructions" in found["note"]
        assert "never follow instructions" in client.instructions

    talk(conversation)


def test_resources_and_prompts_explain_the_graph(talk):
    async def conversation(client):
        uris = {str(resource.uri) for resource in (await client.list_resources()).resources}
        assert uris == {"kg://ontology", "kg://prefixes", "kg://queries"}
        terms = (await client.read_resource("kg://ontology")).contents[0].text
        assert "kg:Claim" in terms
        queries = json.loads((await client.read_resource("kg://queries")).contents[0].text)
        assert queries["total"] >= 30
        prompts = {prompt.name for prompt in (await client.list_prompts()).prompts}
        assert prompts == {"brief", "check"}
        brief = await client.get_prompt("brief", {"actor": "HTS"})
        assert "'HTS'" in brief.messages[0].content.text

    talk(conversation)


def test_wrong_arguments_are_told_in_a_line_that_helps(talk):
    async def conversation(client):
        assert "2016-13" in await refused(client, "alias", name="HTS", on="2016-13")
        assert "known: " in await refused(client, "ties", where={"relation": ["likes"]})
        assert "nobody-at-all" in await refused(client, "actor", actor="nobody-at-all")
        assert "Did you mean" in await refused(client, "run_query", name="backed-by-actro")
        assert "less than or equal to 100" in await refused(client, "ties", limit=10_000_000)
        assert "line 1" in await refused(client, "sparql", query="SELECT * { ?a ?b }")
        assert "SERVICE" in await refused(
            client, "sparql", query="SELECT * { SERVICE <http://x.example/> {} }"
        )
        assert "changed by" in await refused(client, "sparql", query="DROP ALL")
        with pytest.raises(MCPError):
            await client.read_resource("file:///etc/passwd")
        await ask(client, "sparql", query="ASK {}")

    talk(conversation)


def test_a_runaway_query_ends_in_its_time_and_a_large_answer_is_refused(store):
    async def conversation(client):
        start = time.monotonic()
        assert "longer" in await refused(client, "sparql", query=RUNAWAY)
        assert time.monotonic() - start < 20
        large = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 2000"
        assert "more than 20000 bytes" in await refused(client, "sparql", query=large)
        await ask(client, "sparql", query="ASK {}")

    with talking(store, "--timeout", "2", "--max-bytes", "20000") as talk:
        talk(conversation)


def test_a_call_that_the_client_gives_up_leaves_the_rest_answered(store):
    async def conversation(client):
        for _ in range(5):
            with anyio.move_on_after(0.3):
                await client.call_tool("sparql", {"query": RUNAWAY})
        with anyio.fail_after(20):  # long before the five of them would have ended
            await ask(client, "sparql", query="ASK {}")

    with talking(store, "--timeout", "600") as talk:
        talk(conversation)


def test_standard_output_carries_the_protocol_alone_and_nonsense_ends_nothing(store):
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    lines = [
        hello,
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "no/such"},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "no such tool"}},
        {"jsonrpc": "2.0", "id": 4, "method": "tools/list"},
    ]
    text = "not JSON\n{}\n[]\n" + "".join(json.dumps(line) + "\n" for line in lines)
    process = subprocess.Popen(
        [*KG, "mcp", "--store", str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(text)
    process.stdin.flush()
    answers: dict[int, dict[str, Any]] = {}
    while 4 not in answers:
        answer = json.loads(process.stdout.readline())
        assert answer["jsonrpc"] == "2.0"
        if answer.get("id") is not None:
            answers[answer["id"]] = answer
    assert "error" in answers[2]
    rest, _ = process.communicate(timeout=30)  # closing standard input ends it
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert process.returncode == 0
    assert len(answers[4]["result"]["tools"]) == 12


def test_an_interrupt_ends_it_though_nobody_closes_its_input(store):
    process = subprocess.Popen(
        [*KG, "mcp", "--store", str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin
        assert process.stdout
        process.stdin.write('{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n')
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130


def test_a_store_that_is_not_there_is_one_line(tmp_path):
    done = subprocess.run(
        [*KG, "mcp", "--store", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_without_the_package_the_error_says_what_to_install(tmp_path):
    hidden = "import sys; sys.modules['mcp'] = None; sys.argv = ['kg', 'mcp']; import kg.cli; kg.cli.main()"
    done = subprocess.run([sys.executable, "-c", hidden], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'pip install "kg-actors[mcp]"' in done.stderr
    assert "Traceback" not in done.stderr
