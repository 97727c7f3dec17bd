// The chat of "The Go Programming Language", section 8.10, written anew from its description, to stand beside the
// workbook's: chat PORT. One goroutine alone knows who is there; every client has two more, one that reads and one
// that writes. As in the book, a client that doesn't read holds up all the others.
package main

import (
	"bufio"
	"fmt"
	"log"
	"net"
	"os"
)

// A line for the client at the other end.
type outgoing chan<- string

var (
	entering = make(chan outgoing)
	leaving  = make(chan outgoing)
	messages = make(chan string) // for all
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: chat PORT")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("gopl listening on", listener.Addr())
	go broadcaster()
	for {
		conn, err := listener.Accept()
		if err != nil {
			log.Print(err)
			continue
		}
		go handleConn(conn)
	}
}

func broadcaster() {
	clients := make(map[outgoing]bool)
	for {
		select {
		case client := <-entering:
			clients[client] = true
		case client := <-leaving:
			delete(clients, client)
			close(client)
		case message := <-messages:
			for client := range clients {
				client <- message
			}
		}
	}
}

func handleConn(conn net.Conn) {
	defer conn.Close()
	lines := make(chan string)
	go clientWriter(conn, lines)

	address := conn.RemoteAddr().String()
	lines <- "You are " + address
	messages <- address + " has arrived"
	entering <- lines

	input := bufio.NewScanner(conn)
	for input.Scan() {
		messages <- address + ": " + input.Text()
	}

	leaving <- lines
	messages <- address + " has left"
}

// Ends when the broadcaster closes the channel. An error shows to the reader, too.
func clientWriter(conn net.Conn, lines <-chan string) {
	for line := range lines {
		fmt.Fprintln(conn, line)
	}
}
